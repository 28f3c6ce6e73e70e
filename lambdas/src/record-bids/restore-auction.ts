import { and, asc, eq, gte, max } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, bids, closingMoves } from '@sagopalgo/core/mysql/schema.ts';
import { expireAuction, openAuction } from '@sagopalgo/core/redis/commands.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import type { LogPosition } from '@sagopalgo/core/redis/log-entries.ts';
import { readLog } from '@sagopalgo/core/redis/read-log.ts';
import type { Connections } from '../connections.ts';
import { closingHead } from './closing-head.ts';
import { findHalfBids } from './find-half-bids.ts';
import { isClosingAt, isRecorded } from './is-recorded.ts';
import { KEEP_ENDED_MS } from './keep-ended.ts';
import { isBefore, justBefore } from './log-places.ts';
import { withNamedLock } from './named-lock.ts';
import { isCancelledInRecord } from './recorded-outcome.ts';
import { DivergedError, recordAuction, RecordStoppedError } from './record-auction.ts';
import { toOpen } from './to-open.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';

const TRIES_MAX = 3;
/** What lies behind one visible bid: the leader's silent raises and moves of the closing. */
const TAIL_ENTRIES_MAX = 500;

type AuctionRow = typeof auctions.$inferSelect;

/** What a comparison found: `over` is where Redis stands and may be replaced. */
type Found = { code: 'missing' | 'PRESENT' } | { code: 'replace'; over: LogPosition };

/**
 * Puts an auction that Redis has lost back there, as the record has it and under a new epoch: price,
 * leader, minimum, aliases, maxima, raises, a moved closing, the answers of repeats and seq. What a
 * surviving log holds beyond the record is recorded first. An auction that Redis has under another
 * epoch than the record, as a load that was cut off leaves it, is brought together again; one that
 * Redis has lost the end of, that was left with half a bid, or that Redis alone holds stopped, is
 * replaced. `PRESENT` when there was nothing to do; null when the record does not know the auction. Throws a
 * DivergedError when Redis took bids after having lost others, and a RecordStoppedError when it is of an epoch that the
 * record never gave.
 */
export async function restoreAuction(
  connections: Connections,
  auctionId: string,
): Promise<'OPENED' | 'PRESENT' | null> {
  // One at a time: of two restorers, the slower would leave the record an epoch ahead of Redis.
  return await withNamedLock(connections.db, `restore:${auctionId}`, async () => {
    for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
      const found = await compare(connections, auctionId);
      if (found === null) return null;
      if (found.code === 'PRESENT') return found.code;
      if (found.code === 'missing') await recordAuction(connections, auctionId);
      const over = found.code === 'replace' ? found.over : null;
      if (await load(connections, auctionId, over)) return 'OPENED';
    }
    throw new Error(`auction ${auctionId} moves on faster than it can be restored`);
  });
}

async function compare({ db, redis, log }: Connections, auctionId: string): Promise<Found | null> {
  const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  if (!row) return null;
  const live = (await readLive(redis, [auctionId])).states.get(auctionId);
  if (!live) return { code: 'missing' };
  const over = { seq: live.seq, raise: live.raise };
  const { halves, faults } = await findHalfBids(redis, [auctionId]);
  const fault = faults.get(auctionId);
  if (fault) throw fault;
  const isHalf = halves.has(auctionId);
  if (isHalf) log.warn('auction.half-bid', { auctionId, ...over });
  // The record is stopped first and goes on first: what Redis alone holds stopped was resumed meanwhile.
  const isStoppedAlone =
    live.interrupted && row.interruptedAtMs === null && live.epochNumber === row.epoch;
  if (isHalf || isStoppedAlone) {
    await recordAuction({ db, redis, log }, auctionId);
    return { code: 'replace', over };
  }
  const recorded = { seq: row.recordedSeq, raise: row.recordedRaise };
  if (isBefore(over, recorded)) {
    await checkTail({ db, redis }, row, live.seq);
    return { code: 'replace', over };
  }
  if (live.epochNumber === row.epoch) return { code: 'PRESENT' };
  if (live.epochNumber > row.epoch) return await checkEpoch(db, row, live.epochNumber);
  if (!isBefore(recorded, over)) {
    await checkTail({ db, redis }, row, live.seq);
    return { code: 'replace', over };
  }
  // Somebody has bid since. Redis holds the one live state there is, so the record goes back to its
  // epoch and can take in what was accepted.
  await db
    .update(auctions)
    .set({ epoch: live.epochNumber })
    .where(and(eq(auctions.auctionId, auctionId), eq(auctions.epoch, row.epoch)));
  log.warn('auction.epoch-adopted', { auctionId, from: row.epoch, to: live.epochNumber });
  return { code: 'PRESENT' };
}

// Every epoch is given by the record first, so this one was given since the row was read: by an edit.
async function checkEpoch(db: Db, { auctionId }: AuctionRow, epoch: number): Promise<Found> {
  const known = and(eq(auctions.auctionId, auctionId), gte(auctions.epoch, epoch));
  if ((await db.$count(auctions, known)) > 0) return { code: 'PRESENT' };
  throw new RecordStoppedError(`auction ${auctionId}: Redis is of the unknown epoch ${epoch}`);
}

// Redis came back without its end. What it holds must be a beginning of the record; if it has judged
// bids since, they are others than those recorded, and there are two truths.
async function checkTail(
  { db, redis }: Pick<Connections, 'db' | 'redis'>,
  row: AuctionRow,
  seq: number,
): Promise<void> {
  const from = justBefore({ seq, raise: 0 });
  const entries = await readLog(redis, row.auctionId, from, TAIL_ENTRIES_MAX);
  const last = entries.findLast((entry) => entry.type === 'bid');
  if (!last || (await isRecorded(db, row, last))) return;
  throw new DivergedError(`auction ${row.auctionId}: Redis took other bids from seq ${seq} on`);
}

/** False when the log, or somebody's bid, was ahead of what the record had. */
async function load(
  connections: Connections,
  auctionId: string,
  over: LogPosition | null,
): Promise<boolean> {
  const { db, redis, log, now } = connections;
  const row = await raiseEpoch(db, auctionId, now());
  if (!row) return false;
  const recorded = await db
    .select()
    .from(bids)
    .where(eq(bids.auctionId, auctionId))
    .orderBy(asc(bids.seq), asc(bids.raise));
  const isCancelled = await isCancelledInRecord(db, row);
  const [move] = await db
    .select({ atMs: max(closingMoves.movedAtMs) })
    .from(closingMoves)
    .where(eq(closingMoves.auctionId, auctionId));
  const lastMoveAtMs = move?.atMs ?? 0;
  const { recordedSeq } = row;
  const head = isClosingAt(row, recordedSeq) ? await closingHead(db, auctionId, recordedSeq) : null;
  const auction = toOpen(row, recorded, { isCancelled, closingHead: head, lastMoveAtMs });
  const opened = await openAuction(redis, over ? { ...auction, over } : auction);
  log.info('auction.restored', { auctionId, opened, epoch: row.epoch, seq: row.recordedSeq });
  if (opened !== 'OPENED') return false;
  const keptMs = row.closesAtMs + KEEP_ENDED_MS - now();
  if (!UNSETTLED_STATES.includes(row.state))
    await expireAuction(redis, auctionId, Math.max(1, keptMs));
  return true;
}

// The bids are read after this, so that none can be written under the old epoch in between.
function raiseEpoch(db: Db, auctionId: string, nowMs: number): Promise<AuctionRow | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(auctions)
      .where(eq(auctions.auctionId, auctionId))
      .for('update');
    if (!row) return null;
    const raised = { epoch: row.epoch + 1, restoredAtMs: nowMs };
    await tx.update(auctions).set(raised).where(eq(auctions.auctionId, auctionId));
    return { ...row, ...raised };
  });
}
