import { and, asc, inArray, isNull, lte } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { DOUBTED_KEY } from '@sagopalgo/core/redis/keys.ts';
import { isAnyEmptied } from '@sagopalgo/core/redis/loaded-marks.ts';
import type { Connections } from '../connections.ts';
import { answerDoubts, doubtedAuctions } from '../record-bids/answer-doubts.ts';
import { restoreMissing } from '../record-bids/restore-missing.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import { tryEvery } from '../try-every.ts';
import { compareSettled } from './compare-settled.ts';
import { couldBeDoubted, mayBeDoubted } from './doubt-time.ts';
import { JudgeWatch } from './outages/judge-watch.ts';
import { moveAfterOutages } from './outages/move-after-outages.ts';
import type { Sight } from './outages/sight.ts';
import { settleAuction } from './settle-auction.ts';
import type { Settlement } from './settle-auction.ts';
import { tellResults } from './tell-results.ts';
import { untoldFromMs } from './told-doubts.ts';

/** The longest overdue first; what is over the number is settled by the next run, a moment later. */
const AUCTIONS_A_RUN = 10_000;

/**
 * Settles every auction that is past its own closing and about which nothing is in doubt. Returns how
 * many ended how. One that fails does not hold up the others; the failures are thrown at the end, and
 * the next run tries them again. Throws a JudgeAwayError while no bids can be taken; where it is one master of
 * a cluster that takes none, once the auctions of the others are settled.
 */
export async function closeAuctions(
  connections: Connections,
  watch = new JudgeWatch(),
): Promise<Partial<Record<Settlement, number>>> {
  if ((await findDue(connections)).length === 0) return {};
  const { due, sight } = await findSure(connections, watch);
  await tellResults(connections, due);
  const counts: Partial<Record<Settlement, number>> = {};
  const settled: string[] = [];
  try {
    await tryEvery(due, async ({ auctionId }) => {
      const settlement = await settleAuction(connections, auctionId);
      counts[settlement] = (counts[settlement] ?? 0) + 1;
      if (isResult(settlement)) settled.push(auctionId);
    });
  } finally {
    await compareSettled(connections, settled);
  }
  sight.expectWhole();
  return counts;
}

type Due = Awaited<ReturnType<typeof findDue>>[number];

function findDue({ db, now }: Connections) {
  const { auctionId, opensAtMs, restoredAtMs, closesAtMs, recordedSeq, recordedRaise } = auctions;
  return db
    .select({ auctionId, opensAtMs, restoredAtMs, recordedSeq, recordedRaise })
    .from(auctions)
    .where(
      and(
        inArray(auctions.state, UNSETTLED_STATES),
        isNull(auctions.interruptedAtMs),
        lte(closesAtMs, now()),
      ),
    )
    .orderBy(asc(closesAtMs))
    .limit(AUCTIONS_A_RUN);
}

// What is due after everything is known that could keep an auction from being settled: bids that may
// be lost, and an outage before its closing. Whoever closes looks for it, the scheduled handler too.
async function findSure(
  connections: Connections,
  watch: JudgeWatch,
): Promise<{ due: Due[]; sight: Sight }> {
  const { log, now } = connections;
  await answerDoubts(connections).catch((error: unknown) => {
    log.warn('doubts.unanswered', { error });
  });
  if (await isAnyEmptied(connections.redis)) {
    // Whatever stays empty takes no bids, and keeps nobody else's auctions from being closed.
    await restoreMissing(connections).catch((error: unknown) => {
      log.warn('auctions.unrestored', { error });
    });
  }
  const sight = await watch.look(connections);
  const { failed } = await moveAfterOutages(connections, sight);
  const untoldMs = await untoldFromMs(connections, sight);
  const isTellable = sight.startedAtMsOf(DOUBTED_KEY) !== null;
  const doubted = isTellable ? await doubtedAuctions(connections) : new Set<string>();
  const due = (await findDue(connections)).filter((auction) => {
    const { auctionId } = auction;
    const startedAtMs = sight.startedAtMs(auctionId);
    if (startedAtMs === null || failed.has(auctionId)) return false;
    // While doubts cannot be told, there may be one about whatever could have lost a bid.
    if (couldBeDoubted(auction, startedAtMs, untoldMs)) return false;
    return !mayBeDoubted(auction, startedAtMs, now()) && !doubted.has(auctionId);
  });
  return { due, sight };
}

function isResult(settlement: Settlement): boolean {
  return settlement === 'sold' || settlement === 'unsold' || settlement === 'cancelled';
}
