import { and, eq, lte } from 'drizzle-orm';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { readDoubt } from '@sagopalgo/core/redis/doubts.ts';
import type { Doubt } from '@sagopalgo/core/redis/doubts.ts';
import { DOUBTED_KEY } from '@sagopalgo/core/redis/keys.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';
import { followLog } from './follow-log.ts';
import { isClosingAt } from './is-recorded.ts';
import { isBefore } from './log-places.ts';
import { markInterrupted } from './mark-interrupted.ts';
import { stopsRecording } from './note-standstill.ts';
import { LogCutError } from './record-auction.ts';
import { resumedEpoch } from './operator-actions.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';

const DOUBTS_A_ROUND = 200;

type AuctionRow = typeof auctions.$inferSelect;

/**
 * Looks into what somebody was told and Redis may have lost. The record is brought up to the log
 * first, and Redis up to the record; what is then still missing was acknowledged and is gone, and its
 * auction is interrupted. A doubt is forgotten once it is answered; one about an auction that cannot
 * be recorded stays. Returns how many auctions were interrupted.
 */
export async function answerDoubts(connections: Connections): Promise<number> {
  const { redis } = connections;
  const members = await redis.srandmember(DOUBTED_KEY, DOUBTS_A_ROUND);
  if (members.length === 0) return 0;
  const doubts = await readDoubts(connections, members);
  const auctionIds = [...new Set(doubts.map(({ auctionId }) => auctionId))];
  const interrupted = await tryEvery(auctionIds, async (auctionId) => {
    const own = doubts.filter((doubt) => doubt.auctionId === auctionId);
    const answer = await answerFor(connections, auctionId, own);
    if (answer !== 'later') await redis.srem(DOUBTED_KEY, ...own.map(({ member }) => member));
    return answer === 'interrupted' ? 1 : 0;
  });
  return interrupted.reduce<number>((sum, one) => sum + one, 0);
}

/** The auctions about which a doubt is still open: nothing may be settled of them. */
export async function doubtedAuctions({ redis }: Connections): Promise<Set<string>> {
  const members = await redis.smembers(DOUBTED_KEY);
  return new Set(members.map((member) => member.slice(0, member.indexOf(':'))));
}

type ReadDoubt = Doubt & { member: string };

async function readDoubts(
  { redis, log }: Connections,
  members: readonly string[],
): Promise<ReadDoubt[]> {
  const doubts: ReadDoubt[] = [];
  for (const member of members) {
    try {
      doubts.push({ ...readDoubt(member), member });
    } catch (error) {
      log.error('doubt.unreadable', { member, error });
      await redis.srem(DOUBTED_KEY, member);
    }
  }
  return doubts;
}

async function answerFor(
  connections: Connections,
  auctionId: string,
  doubts: readonly Doubt[],
): Promise<'none' | 'interrupted' | 'later'> {
  const { db, redis } = connections;
  const before = await readRow(db, auctionId);
  if (!before || before.interruptedAtMs !== null) return 'none';
  const decidedEpoch = await resumedEpoch(db, auctionId);
  const open = doubts.filter(({ epochNumber }) => epochNumber >= decidedEpoch);
  // Most often the record was a moment late: that is seen without any lock.
  const isLate = !(await findLost(db, before, open)) && !(await isBehind(redis, before));
  if (isLate) return 'none';
  try {
    if (UNSETTLED_STATES.includes(before.state)) {
      await followLog(connections, auctionId, { isAstray: true });
    }
  } catch (error) {
    if (!stopsRecording(error)) throw error;
    // All before the cut is recorded: what is missing there is gone for good.
    if (!(error instanceof LogCutError)) return 'later';
  }
  const row = await readRow(db, auctionId);
  const lost = row && (await findLost(db, row, open));
  return lost ? await tellLoss(connections, row, lost) : 'none';
}

async function isBehind(redis: AuctionRedis, row: AuctionRow): Promise<boolean> {
  const live = (await readLive(redis, [row.auctionId])).states.getIfRead(row.auctionId);
  return !live || isBefore(live, { seq: row.recordedSeq, raise: row.recordedRaise });
}

async function findLost(
  db: Connections['db'],
  row: AuctionRow,
  doubts: readonly Doubt[],
): Promise<Doubt | undefined> {
  for (const doubt of doubts) if (!(await isKept(db, row, doubt))) return doubt;
  return undefined;
}

async function readRow(db: Connections['db'], auctionId: string): Promise<AuctionRow | undefined> {
  const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  return row;
}

// Whoever knows the place only was told a bid of that epoch or one before it, or the closing. A row
// of a later epoch was taken after the loss, in its place, and so was one of another price or moment.
async function isKept(db: Connections['db'], row: AuctionRow, doubt: Doubt): Promise<boolean> {
  const { seq, raise, bidId, priceKrw, acceptedAtMs } = doubt;
  if (bidId === '' && priceKrw === undefined && isClosingAt(row, seq)) return true;
  const place = and(eq(bids.auctionId, row.auctionId), eq(bids.seq, seq), eq(bids.raise, raise));
  const told = and(
    lte(bids.epoch, doubt.epochNumber),
    priceKrw === undefined ? undefined : eq(bids.priceKrw, priceKrw),
    acceptedAtMs === undefined ? undefined : eq(bids.acceptedAtMs, acceptedAtMs),
  );
  const same = bidId === '' ? told : eq(bids.bidId, bidId);
  return (await db.$count(bids, and(place, same))) > 0;
}

async function tellLoss(
  connections: Connections,
  row: AuctionRow,
  { seq, raise, epochNumber }: Doubt,
): Promise<'none' | 'interrupted'> {
  const { log, standstills } = connections;
  const { auctionId } = row;
  if (UNSETTLED_STATES.includes(row.state)) {
    const lost = `bid ${seq}-${raise} of epoch ${epochNumber} was acknowledged and is gone`;
    return (await markInterrupted(connections, auctionId, lost)) ? 'interrupted' : 'none';
  }
  // Too late to stop it: the result is written and the order open.
  if (standstills.isNews(`lost:${auctionId}`)) {
    log.error('bids.lost-before-settlement', { auctionId, state: row.state, seq, raise });
  }
  return 'none';
}
