import { randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { duplicateKeyOf } from '@sagopalgo/core/mysql/errors.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { withdrawnEpoch } from '@sagopalgo/core/redis/commands.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import type { Deps } from '../deps.ts';
import { findAuction } from '../views/auction-rows.ts';
import { findLastOrders } from '../views/last-orders.ts';
import { againId, findRelistings } from '../views/relistings.ts';
import { addListing } from './add-listing.ts';

/**
 * Lists what was not sold, or not paid for, once more on another day, as it was listed before, and returns
 * the new auction's id. An auction is listed again once: twice at once makes one, and only when that one
 * was taken back before its opening it may be done anew. Throws AUCTION_NOT_FOUND, NOT_OWNER,
 * NOT_RELISTABLE and INVALID_REQUEST.
 */
export async function relist(
  deps: Pick<Deps, 'db' | 'redis' | 'pictures' | 'log' | 'now'>,
  sellerId: string,
  auctionId: string,
  saleDate: string,
): Promise<string> {
  const row = await findAuction(deps.db, auctionId);
  if (!row) throw new RefusalError('AUCTION_NOT_FOUND');
  if (row.sellerId !== sellerId) throw new RefusalError('NOT_OWNER');
  const lastOrders = await findLastOrders(deps.db, [auctionId]);
  const relistingOf = await findRelistings(deps.db, [row], lastOrders);
  const { isRelistable, relistedAs } = relistingOf(auctionId);
  // Listed again it would be there as before.
  if (!isRelistable || row.hiddenAtMs !== null)
    throw new RefusalError('NOT_RELISTABLE', { relistedAs });
  const { title, description, categoryId, startKrw, capKrw, reserveKrw, buyNowKrw } = row;
  const listing = {
    ...{ title, description, categoryId, startKrw, capKrw, saleDate, hashtags: row.hashtags },
    ...{ reserveKrw: reserveKrw ?? undefined, buyNowKrw: buyNowKrw ?? undefined },
    steps: row.steps.map(([fromKrw, stepKrw]): [number, number] => [fromKrw, stepKrw]),
    ...{ extension: row.extension, onDefault: row.onDefault },
  };
  const pictures = await deps.db
    .select()
    .from(images)
    .where(eq(images.auctionId, auctionId))
    .orderBy(asc(images.position));
  try {
    const again = againId(auctionId);
    const epoch = await epochOf(deps, again);
    const attach = (tx: Tx) => copyPictures(tx, again, pictures, deps.now());
    return await addListing(deps, sellerId, listing, { auctionId: again, epoch, attach });
  } catch (error) {
    if (duplicateKeyOf(error) === null) throw error;
    throw new RefusalError('NOT_RELISTABLE', { relistedAs: againId(auctionId) });
  }
}

// The rows are the new auction's own; the files stay where they are.
async function copyPictures(
  tx: Tx,
  auctionId: string,
  pictures: readonly (typeof images.$inferSelect)[],
  createdAtMs: number,
): Promise<void> {
  if (pictures.length === 0) return;
  const own = () => ({ imageId: randomUUID(), auctionId, createdAtMs });
  await tx.insert(images).values(pictures.map((picture) => ({ ...picture, ...own() })));
}

// One that was taken back a moment ago has the same id, and the judge takes nothing of the same epoch.
async function epochOf(
  { redis, log }: Pick<Deps, 'redis' | 'log'>,
  auctionId: string,
): Promise<number> {
  try {
    return (await withdrawnEpoch(redis, auctionId)) + 1;
  } catch (error) {
    log.warn('relist.epoch-unknown', { auctionId, error: describeError(error) });
    return 1;
  }
}
