import { and, asc, gt, inArray, isNotNull, isNull, lte } from 'drizzle-orm';
import { judgeOutages } from '@sagopalgo/core/mysql/outage-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { moveClosing } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import type { LiveState } from '@sagopalgo/core/redis/live-state.ts';
import { haveKey, readSlots } from '@sagopalgo/core/redis/slot-ranges.ts';
import type { SlotRanges } from '@sagopalgo/core/redis/slot-ranges.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import type { Connections } from '../../connections.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import { tryEvery } from '../../try-every.ts';
import { lastReturnMs, outageWithinMs } from './outage-time.ts';
import type { Outage } from './outage-time.ts';
import type { Sight } from './sight.ts';

const MINUTE_MS = 60_000;
/** What counts of an outage is what fell into this long before a closing. */
const BEFORE_CLOSING_MS = 10 * MINUTE_MS;
const OUTAGE_OVER_MS = MINUTE_MS;
/** For how long auctions go on after the judge's return. */
const GOES_ON_MS = 10 * MINUTE_MS;
const AUCTIONS_A_RUN = 20_000;
const OUTAGES_MAX = 10_000;

/** What came of looking at the closings after an outage. */
export interface MovedClosings {
  moved: number;
  failed: Set<string>;
}

/** An outage with the slots that it concerned. */
type OutageOfSlots = Outage & { ranges: SlotRanges };

/**
 * The outage rule: where the judge, or in a cluster the master that has the auction, took no bids for
 * over a minute in sum of the last ten before a closing, that closing moves to ten minutes after its
 * return, once a day. Looks at every unsettled auction that closes within ten minutes or should have
 * closed, but where `sight` has seen that its master is away; harmless when repeated. Returns how many
 * closings were moved, and of which auctions this could not be done: those may not be closed.
 */
export async function moveAfterOutages(
  connections: Connections,
  sight: Sight,
): Promise<MovedClosings> {
  const { redis, log, standstills } = connections;
  const all = await findClosing(connections);
  const closing = all.filter(({ auctionId }) => sight.startedAtMs(auctionId) !== null);
  const [earliest] = closing;
  const result: MovedClosings = { moved: 0, failed: new Set() };
  if (!earliest) return result;
  const outages = await findOutages(connections, earliest.closesAtMs - BEFORE_CLOSING_MS);
  if (outageWithinMs(outages, 0, Infinity) <= OUTAGE_OVER_MS) return result;
  const { nowMs, states } = await readLive(
    redis,
    closing.map(({ auctionId }) => auctionId),
  );
  await tryEvery(closing, async ({ auctionId }) => {
    try {
      const live = states.get(auctionId);
      if (live && (await moveOne(connections, live, outages, nowMs))) result.moved += 1;
    } catch (error) {
      result.failed.add(auctionId);
      const isNews = standstills.isNews(`unmoved:${auctionId}`);
      if (isNews) log.error('closing.not-moved', { auctionId, error });
    }
  });
  return result;
}

// Bids move a closing later only, so what the record has is never too late.
function findClosing({ db, now }: Connections) {
  const { auctionId, closesAtMs } = auctions;
  return db
    .select({ auctionId, closesAtMs })
    .from(auctions)
    .where(
      and(
        inArray(auctions.state, UNSETTLED_STATES),
        isNull(auctions.interruptedAtMs),
        lte(closesAtMs, now() + BEFORE_CLOSING_MS),
      ),
    )
    .orderBy(asc(closesAtMs))
    .limit(AUCTIONS_A_RUN);
}

async function findOutages({ db }: Connections, sinceMs: number): Promise<OutageOfSlots[]> {
  const rows = await db
    .select()
    .from(judgeOutages)
    .where(and(isNotNull(judgeOutages.endedAtMs), gt(judgeOutages.endedAtMs, sinceMs)))
    .orderBy(asc(judgeOutages.startedAtMs))
    .limit(OUTAGES_MAX);
  return rows.map(({ startedAtMs, endedAtMs, slots }) => ({
    ...{ startedAtMs, endedAtMs: endedAtMs ?? 0, ranges: readSlots(slots) },
  }));
}

async function moveOne(
  { redis, log }: Connections,
  live: LiveState,
  all: readonly OutageOfSlots[],
  nowMs: number,
): Promise<boolean> {
  const { auctionId, opensAtMs, closesAtMs } = live;
  if (live.state !== 'live' && live.state !== 'closed') return false;
  const { state } = auctionKeys(auctionId);
  const outages = all.filter(({ ranges }) => haveKey(ranges, state));
  const fromMs = Math.max(opensAtMs, closesAtMs - BEFORE_CLOSING_MS);
  const lostMs = outageWithinMs(outages, fromMs, closesAtMs);
  const returnMs = lastReturnMs(outages, closesAtMs);
  if (lostMs <= OUTAGE_OVER_MS || returnMs === null) return false;
  // Between a closing that has passed and now nobody could bid either.
  const goesOnFromMs = closesAtMs <= nowMs ? Math.max(returnMs, nowMs) : returnMs;
  const move = {
    closesAtMs: goesOnFromMs + GOES_ON_MS,
    reason: 'outage' as const,
    day: kstDate(nowMs),
  };
  const answer = await moveClosing(redis, auctionId, move);
  if (answer !== 'MOVED') return false;
  log.warn('closing.moved', { auctionId, lostMs, from: closesAtMs, to: move.closesAtMs });
  return true;
}
