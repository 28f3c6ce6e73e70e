import { and, count, eq, inArray, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { watchAuction } from '@sagopalgo/core/contracts/watchlist.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import type { Deps } from '../deps.ts';

/** Of auctions that are not over. */
const WATCHED_MAX = 500;

type Watching = z.output<typeof watchAuction.reply>;
type Used = Pick<Deps, 'db' | 'now' | 'records'>;

/**
 * Puts an auction on somebody's watchlist; once more changes nothing. Throws AUCTION_NOT_FOUND and
 * WATCHLIST_FULL.
 */
export async function watch(
  { db, now, records }: Used,
  userId: string,
  auctionId: string,
): Promise<Watching> {
  const { isChanged, watchCount } = await db.transaction(async (tx) => {
    // One after the other for each person, so that the bound holds, and for each auction, for its count.
    await tx
      .select({ userId: users.userId })
      .from(users)
      .where(eq(users.userId, userId))
      .for('update');
    const countBefore = await lockCount(tx, auctionId);
    if ((await tx.$count(watchlistItems, itemOf(userId, auctionId))) > 0) {
      return { isChanged: false, watchCount: countBefore };
    }
    if ((await countUnsettled(tx, userId)) >= WATCHED_MAX) {
      throw new RefusalError('WATCHLIST_FULL', { watchedMax: WATCHED_MAX });
    }
    await tx.insert(watchlistItems).values({ userId, auctionId, createdAtMs: now() });
    await addToCount(tx, auctionId, 1);
    return { isChanged: true, watchCount: countBefore + 1 };
  });
  if (isChanged) await records.tell({ auctionId, lists: 'same' });
  return { watched: true, watchCount };
}

/** Takes it off again; once more changes nothing. Throws AUCTION_NOT_FOUND. */
export async function unwatch(
  { db, records }: Omit<Used, 'now'>,
  userId: string,
  auctionId: string,
): Promise<Watching> {
  const { isChanged, watchCount } = await db.transaction(async (tx) => {
    const countBefore = await lockCount(tx, auctionId);
    const [gone] = await tx.delete(watchlistItems).where(itemOf(userId, auctionId));
    if (gone.affectedRows === 0) return { isChanged: false, watchCount: countBefore };
    await addToCount(tx, auctionId, -1);
    return { isChanged: true, watchCount: countBefore - 1 };
  });
  if (isChanged) await records.tell({ auctionId, lists: 'same' });
  return { watched: false, watchCount };
}

function itemOf(userId: string, auctionId: string) {
  return and(eq(watchlistItems.userId, userId), eq(watchlistItems.auctionId, auctionId));
}

// The auction before its items, as whoever deletes it does.
async function lockCount(tx: Tx, auctionId: string): Promise<number> {
  const [auction] = await tx
    .select({ watchCount: auctions.watchCount })
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId))
    .for('update');
  if (!auction) throw new RefusalError('AUCTION_NOT_FOUND');
  return auction.watchCount;
}

// What is over stays on a list as long as its person likes, and takes nobody's room.
async function countUnsettled(tx: Tx, userId: string): Promise<number> {
  const [found] = await tx
    .select({ items: count() })
    .from(watchlistItems)
    .innerJoin(auctions, eq(auctions.auctionId, watchlistItems.auctionId))
    .where(and(eq(watchlistItems.userId, userId), inArray(auctions.state, UNSETTLED_STATES)));
  return found?.items ?? 0;
}

async function addToCount(tx: Tx, auctionId: string, people: 1 | -1): Promise<void> {
  const watchCount = sql`${auctions.watchCount} + ${people}`;
  await tx.update(auctions).set({ watchCount }).where(eq(auctions.auctionId, auctionId));
}
