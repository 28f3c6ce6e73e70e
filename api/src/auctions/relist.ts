import { asc, desc, eq } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { duplicateKeyOf } from '@sagopalgo/core/mysql/errors.ts';
import { images } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { isReturned } from '@sagopalgo/core/orders/pass-on.ts';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import type { Deps } from '../deps.ts';
import { findAuction } from '../views/auction-rows.ts';
import type { AuctionRow } from '../views/auction-rows.ts';
import { addListing } from './add-listing.ts';

const ID_CHARS = 32;

/**
 * Lists what was not sold, or not paid for, once more on another day, as it was listed before, and returns
 * the new auction's id. An auction is listed again once: twice at once makes one, and only when that one
 * was taken back before its opening it may be done anew. Throws AUCTION_NOT_FOUND, NOT_OWNER,
 * NOT_RELISTABLE and INVALID_REQUEST.
 */
export async function relist(
  deps: Pick<Deps, 'db' | 'redis' | 'log' | 'now'>,
  sellerId: string,
  auctionId: string,
  saleDate: string,
): Promise<string> {
  const row = await findAuction(deps.db, auctionId);
  if (!row) throw new RefusalError('AUCTION_NOT_FOUND');
  if (row.sellerId !== sellerId) throw new RefusalError('NOT_OWNER');
  if (!(await isRelistable(deps, row))) throw new RefusalError('NOT_RELISTABLE');
  const { title, description, categoryId, startKrw, capKrw, reserveKrw, buyNowKrw } = row;
  const listing = {
    ...{ title, description, categoryId, startKrw, capKrw, saleDate },
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
    const again = { auctionId: againId(auctionId), pictures };
    return await addListing(deps, sellerId, listing, again);
  } catch (error) {
    if (duplicateKeyOf(error) === null) throw error;
    throw new RefusalError('NOT_RELISTABLE');
  }
}

// None of this can turn back into anything else, so it need not be kept from changing meanwhile.
async function isRelistable({ db }: Pick<Deps, 'db'>, auction: AuctionRow): Promise<boolean> {
  if (auction.state !== 'sold') return auction.state === 'unsold';
  const [order] = await db
    .select()
    .from(orders)
    .where(eq(orders.auctionId, auction.auctionId))
    .orderBy(desc(orders.attempt))
    .limit(1);
  if (!order) return false;
  if (order.state === 'cancelled') return order.paidAtMs === null;
  // While the runner-up is asked, or is about to be, the thing may yet be sold.
  return order.state === 'expired' && (await isReturned(db, order.orderId));
}

// The same for the same auction: the record holds one of an id, however often it is asked for.
function againId(auctionId: string): string {
  return sha256Hex(`listed again: ${auctionId}`).slice(0, ID_CHARS);
}
