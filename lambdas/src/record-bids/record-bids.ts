import { and, asc, inArray, lte } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';
import { recordAuction } from './record-auction.ts';
import { restoreAuction } from './restore-auction.ts';

const AUCTIONS_MAX = 10_000;

/**
 * Brings the record of every open, unsettled auction up to its log. Returns how many log entries were
 * written. An auction that fails does not hold up the others; the failures are thrown at the end, and
 * so is there being more than 10,000 auctions to look at.
 */
export async function recordBids(connections: Connections): Promise<number> {
  const unsettled = await findUnsettled(connections);
  const written = await tryEvery(await behind(connections, unsettled), async (auction) => {
    if (auction.isOtherEpoch) await restoreAuction(connections, auction.auctionId);
    return await recordAuction(connections, auction.auctionId);
  });
  if (unsettled.length > AUCTIONS_MAX) throw new Error(`over ${AUCTIONS_MAX} auctions are open`);
  return written.reduce((sum, entries) => sum + entries, 0);
}

function findUnsettled({ db, now }: Connections) {
  const { auctionId, epoch, recordedSeq, state, opensAtMs, closesAtMs } = auctions;
  return db
    .select({ auctionId, epoch, recordedSeq })
    .from(auctions)
    .where(and(inArray(state, ['scheduled', 'live']), lte(opensAtMs, now())))
    .orderBy(asc(closesAtMs))
    .limit(AUCTIONS_MAX + 1);
}

async function behind(
  { redis }: Connections,
  unsettled: Awaited<ReturnType<typeof findUnsettled>>,
): Promise<{ auctionId: string; isOtherEpoch: boolean }[]> {
  const ids = unsettled.map((auction) => auction.auctionId);
  const { states } = await readLive(redis, ids);
  return unsettled.flatMap(({ auctionId, epoch, recordedSeq }) => {
    const live = states.get(auctionId);
    // What Redis does not have is restored by a pass of its own.
    if (!live) return [];
    const isOtherEpoch = live.epochNumber !== epoch;
    return isOtherEpoch || live.seq > recordedSeq ? [{ auctionId, isOtherEpoch }] : [];
  });
}
