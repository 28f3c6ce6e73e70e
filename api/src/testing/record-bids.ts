import { eq } from 'drizzle-orm';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { readLog } from '@sagopalgo/core/redis/read-log.ts';
import { bidderAlias } from '@sagopalgo/core/rules/aliases.ts';
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
  for (const entry of await readLog(redis, auctionId, { seq: 0, raise: 0 }, ENTRIES_MAX)) {
    if (entry.type !== 'bid') continue;
    const { type: _, epochNumber: epoch, leaderOrdinal, ...judged } = entry;
    const leaderAlias = bidderAlias(leaderOrdinal);
    const row = { ...judged, auctionId, epoch, ownMaxKrw: entry.amountKrw, leaderAlias };
    await db.insert(bids).values(row);
    const { seq: recordedSeq, raise: recordedRaise, bidCount, priceKrw, minimumKrw } = entry;
    const { leaderId, acceptedAtMs: lastBidAtMs, closesAtMs } = entry;
    const standing = { bidCount, priceKrw, minimumKrw, lastBidAtMs, leaderId, leaderOrdinal };
    await db
      .update(auctions)
      .set({ recordedSeq, recordedRaise, closesAtMs, ...standing })
      .where(eq(auctions.auctionId, auctionId));
  }
}
