import { and, eq } from 'drizzle-orm';
import type { AuctionChanges } from '@sagopalgo/core/contracts/auctions.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import { invalidField } from '../http/parse-call.ts';
import type { AuctionRow } from '../views/auction-rows.ts';
import { checkCategory, stepsOf } from './add-listing.ts';
import { loadIntoRedis } from './load-into-redis.ts';
import { saleHours } from './sale-hours.ts';
import { changeWithdrawn, findOwnComing } from './withdraw-listing.ts';

/**
 * Changes an auction that is not open yet, under a new epoch. A change that says nothing changes
 * nothing. Throws INVALID_REQUEST, AUCTION_NOT_FOUND, NOT_OWNER, AUCTION_ALREADY_OPEN, EDIT_CONFLICT.
 */
export async function changeListing(
  deps: Pick<Deps, 'db' | 'redis' | 'log' | 'now'>,
  sellerId: string,
  auctionId: string,
  changes: AuctionChanges,
): Promise<void> {
  const { db, log } = deps;
  const row = await findOwnComing(deps, sellerId, auctionId);
  if (Object.keys(changes).length === 0) return;
  const changed = { ...row, ...(await wantedOf(deps, row, changes)), epoch: row.epoch + 1 };
  await changeWithdrawn(deps, row, async () => {
    const { title, description, categoryId, startKrw, steps, capKrw } = changed;
    const { saleDate, opensAtMs, closesAtMs, epoch } = changed;
    const [updated] = await db
      .update(auctions)
      .set({
        ...{ title, description, categoryId, startKrw, steps, capKrw },
        ...{ saleDate, opensAtMs, closesAtMs, epoch },
      })
      .where(
        and(
          eq(auctions.auctionId, auctionId),
          eq(auctions.epoch, row.epoch),
          eq(auctions.state, 'scheduled'),
        ),
      );
    return updated.affectedRows === 1;
  });
  log.info('auction.changed', { auctionId, epoch: changed.epoch });
  await loadIntoRedis(deps, changed);
}

async function wantedOf(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  row: AuctionRow,
  { title, description, categoryId, startKrw, capKrw, saleDate, ...given }: AuctionChanges,
): Promise<Partial<AuctionRow>> {
  if (given.steps && given.bidUnitKrw !== undefined) {
    throw invalidField('bidUnitKrw', '입찰 단위를 하나만 정해 주세요.');
  }
  if ((startKrw ?? row.startKrw) > (capKrw ?? row.capKrw)) {
    throw invalidField('capKrw', '상한가는 시작가보다 낮을 수 없어요.');
  }
  if (categoryId !== undefined) await checkCategory(db, categoryId);
  const steps = stepsOf(given);
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(categoryId !== undefined && { categoryId }),
    ...(startKrw !== undefined && { startKrw }),
    ...(capKrw !== undefined && { capKrw }),
    ...(steps !== undefined && { steps }),
    ...(saleDate !== undefined && saleHours(saleDate, now())),
  };
}
