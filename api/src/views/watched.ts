import { and, eq, inArray } from 'drizzle-orm';
import { watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import type { Deps } from '../deps.ts';

/** Which of these auctions are on somebody's watchlist. */
export async function readWatched(
  { db }: Pick<Deps, 'db'>,
  auctionIds: readonly string[],
  userId: string,
): Promise<Set<string>> {
  if (auctionIds.length === 0) return new Set();
  const rows = await db
    .select({ auctionId: watchlistItems.auctionId })
    .from(watchlistItems)
    .where(
      and(eq(watchlistItems.userId, userId), inArray(watchlistItems.auctionId, [...auctionIds])),
    );
  return new Set(rows.map(({ auctionId }) => auctionId));
}
