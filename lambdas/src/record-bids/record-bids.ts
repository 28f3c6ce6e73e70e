import { and, inArray, lte } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';
import { recordAuction } from './record-auction.ts';

const AUCTIONS_MAX = 10_000;

/**
 * Brings the record of every open, unsettled auction up to its log. Returns how many log entries were
 * written. An auction that fails does not hold up the others; the failures are thrown at the end.
 */
export async function recordBids(connections: Connections): Promise<number> {
  const behind = await auctionsBehind(connections);
  const written = await tryEvery(behind, (auctionId) => recordAuction(connections, auctionId));
  return written.reduce((sum, entries) => sum + entries, 0);
}

async function auctionsBehind({ db, redis, now }: Connections): Promise<string[]> {
  const unsettled = await db
    .select({ auctionId: auctions.auctionId, recordedSeq: auctions.recordedSeq })
    .from(auctions)
    .where(and(inArray(auctions.state, ['scheduled', 'live']), lte(auctions.opensAtMs, now())))
    .limit(AUCTIONS_MAX);
  const ids = unsettled.map((auction) => auction.auctionId);
  const { states } = await readLive(redis, ids);
  return unsettled
    .filter(({ auctionId, recordedSeq }) => (states.get(auctionId)?.seq ?? 0) > recordedSeq)
    .map(({ auctionId }) => auctionId);
}
