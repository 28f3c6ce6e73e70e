import { eq } from 'drizzle-orm';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { readLog } from '@sagopalgo/core/redis/log-entries.ts';
import type { Deps } from '../deps.ts';

const ENTRIES_MAX = 1_000;

/**
 * Puts an auction's bids into the record as the keeper would, which is no part of this room: the rows
 * and where the auction stands.
 */
export async function recordBids(
  { db, redis }: Pick<Deps, 'db' | 'redis'>,
  auctionId: string,
): Promise<void> {
  for (const entry of await readLog(redis, auctionId, 0, ENTRIES_MAX)) {
    if (entry.public.event !== 'bid' || entry.private.kind !== 'exact') continue;
    const { leaderAlias, bidCount } = entry.public.data;
    const { answer, ...bidder } = entry.private;
    const { alias: _, ...judged } = answer;
    const { seq, raise } = entry;
    await db
      .insert(bids)
      .values({ ...bidder, ...judged, auctionId, seq, raise, epoch: 1, leaderAlias });
    const { priceKrw, minimumKrw, acceptedAtMs: lastBidAtMs } = judged;
    const leader = { leaderId: bidder.leaderId, leaderOrdinal: bidder.ordinal };
    await db
      .update(auctions)
      .set({ recordedSeq: seq, bidCount, priceKrw, minimumKrw, lastBidAtMs, ...leader })
      .where(eq(auctions.auctionId, auctionId));
  }
}
