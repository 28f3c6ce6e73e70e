import { and, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { watchAuction } from '@sagopalgo/core/contracts/watchlist.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';

const WATCHED_MAX = 500;

type Watching = z.output<typeof watchAuction.reply>;

/**
 * Puts an auction on somebody's watchlist; once more changes nothing. Throws AUCTION_NOT_FOUND and
 * WATCHLIST_FULL.
 */
export async function watch(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  userId: string,
  auctionId: string,
): Promise<Watching> {
  return await db.transaction(async (tx) => {
    // One after the other for each person, so that the bound holds, and for each auction, for its count.
    await tx
      .select({ userId: users.userId })
      .from(users)
      .where(eq(users.userId, userId))
      .for('update');
    const watchCount = await lockCount(tx, auctionId);
    if ((await tx.$count(watchlistItems, itemOf(userId, auctionId))) > 0) {
      return { watched: true, watchCount };
    }
    if ((await tx.$count(watchlistItems, eq(watchlistItems.userId, userId))) >= WATCHED_MAX) {
      throw new RefusalError('WATCHLIST_FULL', { watchedMax: WATCHED_MAX });
    }
    await tx.insert(watchlistItems).values({ userId, auctionId, createdAtMs: now() });
    await addToCount(tx, auctionId, 1);
    return { watched: true, watchCount: watchCount + 1 };
  });
}

/** Takes it off again; once more changes nothing. Throws AUCTION_NOT_FOUND. */
export async function unwatch(
  { db }: Pick<Deps, 'db'>,
  userId: string,
  auctionId: string,
): Promise<Watching> {
  return await db.transaction(async (tx) => {
    const watchCount = await lockCount(tx, auctionId);
    const [gone] = await tx.delete(watchlistItems).where(itemOf(userId, auctionId));
    if (gone.affectedRows === 0) return { watched: false, watchCount };
    await addToCount(tx, auctionId, -1);
    return { watched: false, watchCount: watchCount - 1 };
  });
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

async function addToCount(tx: Tx, auctionId: string, people: 1 | -1): Promise<void> {
  const watchCount = sql`${auctions.watchCount} + ${people}`;
  await tx.update(auctions).set({ watchCount }).where(eq(auctions.auctionId, auctionId));
}
