import { and, asc, inArray, lte } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { interruptAuction } from '@sagopalgo/core/redis/commands.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import type { LiveStates } from '@sagopalgo/core/redis/live-state.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';
import { followLog } from './follow-log.ts';
import { isBefore } from './log-places.ts';
import { stopsRecording } from './note-standstill.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';

const AUCTIONS_MAX = 10_000;

/** How Redis stands beside the record: `astray` where it has to be put right before it is recorded. */
type Beside = 'same' | 'ahead' | 'astray' | 'not-stopped';

/**
 * Brings the record of every open, unsettled auction up to its log, and has what Redis has lost the
 * end of put back. Returns how many log entries were written. An auction whose recording has stopped
 * is noted among the standstills and holds up nobody, nor does one that fails otherwise: those are
 * thrown at the end, and so is there being more than 10,000 auctions to look at.
 */
export async function recordBids(connections: Connections): Promise<number> {
  const { redis, standstills } = connections;
  const unsettled = await findUnsettled(connections);
  const { states } = await readLive(
    redis,
    unsettled.map(({ auctionId }) => auctionId),
  );
  // What has stopped here may have been put right elsewhere.
  const moved = unsettled.filter(
    (row) => beside(row, states) !== 'same' || standstills.hasStopped(row.auctionId),
  );
  const written = await tryEvery(moved, (row) => recordOne(connections, row, states));
  standstills.keepOnly(new Set(unsettled.map(({ auctionId }) => auctionId)));
  standstills.setInterrupted(
    unsettled.flatMap(({ auctionId, interruptedAtMs }) =>
      interruptedAtMs === null ? [] : [auctionId],
    ),
  );
  if (unsettled.length > AUCTIONS_MAX) throw new Error(`over ${AUCTIONS_MAX} auctions are open`);
  return written.reduce((sum, entries) => sum + entries, 0);
}

type Recorded = Awaited<ReturnType<typeof findUnsettled>>[number];

function findUnsettled({ db, now }: Connections) {
  const { auctionId, epoch, recordedSeq, recordedRaise, priceKrw, leaderId } = auctions;
  const { state, opensAtMs, closesAtMs } = auctions;
  return db
    .select({
      ...{ auctionId, epoch, recordedSeq, recordedRaise, priceKrw, leaderId },
      interruptedAtMs: auctions.interruptedAtMs,
    })
    .from(auctions)
    .where(and(inArray(state, UNSETTLED_STATES), lte(opensAtMs, now())))
    .orderBy(asc(closesAtMs))
    .limit(AUCTIONS_MAX + 1);
}

// What could not be read counts as astray, and fails when its turn comes.
function beside(row: Recorded, states: LiveStates): Beside {
  if (states.faults.has(row.auctionId)) return 'astray';
  const live = states.getIfRead(row.auctionId);
  // What Redis does not have, a pass of its own restores.
  if (!live) return 'same';
  if (row.interruptedAtMs !== null) return live.interrupted ? 'same' : 'not-stopped';
  // Somebody who had read the record before it was resumed stopped Redis after it.
  if (live.interrupted) return 'astray';
  const recorded = { seq: row.recordedSeq, raise: row.recordedRaise };
  if (live.epochNumber !== row.epoch || isBefore(live, recorded)) return 'astray';
  // At the same place something else may have been taken: then the log shows it.
  const isOther = live.priceKrw !== row.priceKrw || live.leaderId !== row.leaderId;
  return isOther || isBefore(recorded, live) ? 'ahead' : 'same';
}

async function recordOne(
  connections: Connections,
  row: Recorded,
  states: LiveStates,
): Promise<number> {
  const { auctionId } = row;
  const standing = beside(row, states);
  if (standing === 'not-stopped') {
    await interruptAuction(connections.redis, auctionId);
    return 0;
  }
  try {
    return await followLog(connections, auctionId, { isAstray: standing === 'astray' });
  } catch (error) {
    if (stopsRecording(error)) return 0;
    throw error;
  }
}
