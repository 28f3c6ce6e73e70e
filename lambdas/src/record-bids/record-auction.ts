import { eq } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, bids, closingMoves } from '@sagopalgo/core/mysql/schema.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import type { LogEntry, LoggedBid, LogPosition } from '@sagopalgo/core/redis/log-entries.ts';
import { readLog } from '@sagopalgo/core/redis/read-log.ts';
import { bidderAlias } from '@sagopalgo/core/rules/aliases.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { markChanged, URGENCY } from '@sagopalgo/core/search/mark-changed.ts';
import type { Connections } from '../connections.ts';
import { chainRecorded } from './chain-log.ts';
import { isRecorded } from './is-recorded.ts';
import { isAfter, justBefore, placeOf } from './log-places.ts';
import { tellRecorded } from './tell-recorded.ts';

const BATCH_ENTRIES = 500;
const BATCHES_MAX = 1_000;

type AuctionRow = typeof auctions.$inferSelect;

/** The log does not go on where the record ends; recording this auction stops until somebody looks. */
export class RecordStoppedError extends Error {
  override readonly name = 'RecordStoppedError';
}

/** Redis has lost bids that were recorded and has taken others in their place: two truths. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';
}

/** Something that the judge took is in the log no more; all before it is recorded. */
export class LogCutError extends RecordStoppedError {}

/**
 * Copies what an auction's log holds beyond the record into the record, in batches. Returns how many
 * entries were written; running it again, or twice at once, writes nothing twice. Throws a
 * RecordStoppedError on a gap, at the log's end too, or an entry of another epoch, a ChainBrokenError when
 * the chained log does not end where the record does, and a DivergedError when the log holds something else
 * than the record.
 */
export async function recordAuction(
  { db, redis, log }: Pick<Connections, 'db' | 'redis' | 'log'>,
  auctionId: string,
): Promise<number> {
  // Read before the log, which so has to reach it.
  const judged = await readJudged(redis, auctionId);
  let written = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    const recorded = await readRecorded(db, auctionId);
    // From the last recorded entry on: it must be the same on both sides.
    const entries = await readLog(redis, auctionId, justBefore(recorded), BATCH_ENTRIES);
    if (entries.length > 0) {
      const { fresh, fault } = await db.transaction((tx) => writeEntries(tx, auctionId, entries));
      written += fresh.length;
      if (fresh.length > 0) tellRecorded(log, auctionId, fresh);
      if (fault) throw fault;
    }
    if (entries.length < BATCH_ENTRIES) {
      if (isAfter(judged, entries.at(-1) ?? recorded)) await checkReached(db, auctionId, judged);
      return written;
    }
  }
  throw new Error(`the log of auction ${auctionId} did not end in ${BATCHES_MAX} batches`);
}

// Where the judge stands; at the very beginning where Redis does not have the auction.
async function readJudged(redis: Connections['redis'], auctionId: string): Promise<LogPosition> {
  return placeOf(await redis.hmget(auctionKeys(auctionId).state, 'seq', 'raise'));
}

// Where somebody else recorded and loaded it meanwhile, the log begins anew and the record has reached it.
async function checkReached(
  db: Connections['db'],
  auctionId: string,
  judged: LogPosition,
): Promise<void> {
  const { seq, raise } = await readRecorded(db, auctionId);
  if (!isAfter(judged, { seq, raise })) return;
  const place = `${seq}-${raise}, and Redis stands at ${judged.seq}-${judged.raise}`;
  throw new LogCutError(`auction ${auctionId}: the log ends at ${place}`);
}

async function readRecorded(db: Connections['db'], auctionId: string): Promise<LogPosition> {
  const [row] = await db
    .select({ seq: auctions.recordedSeq, raise: auctions.recordedRaise })
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId));
  if (!row) throw new RecordStoppedError(`auction ${auctionId} has a log and no record`);
  return row;
}

/** What of a log was written now, and what keeps the rest from being written. */
interface Written {
  fresh: LogEntry[];
  fault: RecordStoppedError | null;
}

// Another recorder may have written some of the entries by the time the row is locked.
async function writeEntries(tx: Tx, auctionId: string, entries: LogEntry[]): Promise<Written> {
  const [row] = await tx
    .select()
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId))
    .for('update');
  if (!row) throw new RecordStoppedError(`auction ${auctionId} has a log and no record`);
  const recorded = { seq: row.recordedSeq, raise: row.recordedRaise };
  const beyond = entries.filter((entry) => isAfter(entry, recorded));
  await checkKept(tx, row, entries);
  const { fresh, fault } = continuous(row, beyond);
  const last = fresh.at(-1);
  if (!last) return { fresh, fault };
  const { chainHash, nonceOf } = await chainRecorded(tx, row, fresh);
  const rows = fresh.flatMap((entry) =>
    entry.type === 'bid' ? [{ ...bidRowOf(row, entry), nonce: nonceOf(entry) }] : [],
  );
  if (rows.length > 0) await tx.insert(bids).values(rows);
  const moves = fresh.flatMap((entry) =>
    entry.type === 'extended' ? [moveRowOf(row, entry)] : [],
  );
  if (moves.length > 0) await tx.insert(closingMoves).values(moves);
  await tx
    .update(auctions)
    .set({
      ...{ recordedSeq: last.seq, recordedRaise: last.raise, chainHash },
      ...standingAfter(fresh),
    })
    .where(eq(auctions.auctionId, auctionId));
  const changedAtMs = last.type === 'bid' ? last.acceptedAtMs : last.atMs;
  await markChanged(tx, auctionId, changedAtMs, URGENCY.standing);
  return { fresh, fault };
}

// What is recorded of these entries must be what they say. One bid proves all before it, as each was
// judged upon the last.
async function checkKept(tx: Tx, row: AuctionRow, entries: LogEntry[]): Promise<void> {
  const recorded = { seq: row.recordedSeq, raise: row.recordedRaise };
  const known = entries.findLast((entry) => !isAfter(entry, recorded));
  if (!known || (await isRecorded(tx, row, known))) return;
  const place = `${known.seq}-${known.raise}`;
  throw new DivergedError(`auction ${row.auctionId}: entry ${place} was recorded as another`);
}

// What goes on from the record without a break: an operator may have to go on from there.
function continuous(row: AuctionRow, beyond: LogEntry[]): Written {
  let before: LogPosition = { seq: row.recordedSeq, raise: row.recordedRaise };
  for (const [index, entry] of beyond.entries()) {
    const fault = faultAt(row, before, entry);
    if (fault) return { fresh: beyond.slice(0, index), fault };
    before = entry;
  }
  return { fresh: beyond, fault: null };
}

function faultAt(
  { auctionId, epoch }: AuctionRow,
  before: LogPosition,
  entry: LogEntry,
): RecordStoppedError | null {
  if (!isNext(before, entry)) {
    const found = `${entry.seq}-${entry.raise} after ${before.seq}-${before.raise}`;
    return new LogCutError(`auction ${auctionId}: the log has ${found}`);
  }
  if (entry.epochNumber === epoch) return null;
  return new RecordStoppedError(`auction ${auctionId}: entry ${entry.seq} is of another epoch`);
}

function isNext(before: LogPosition, { seq, raise }: LogPosition): boolean {
  if (raise === 0) return seq === before.seq + 1;
  return seq === before.seq && raise === before.raise + 1;
}

function bidRowOf({ auctionId, epoch }: AuctionRow, bid: LoggedBid): typeof bids.$inferInsert {
  const { type: _, epochNumber: __, trace: ___, leaderOrdinal, ...judged } = bid;
  const leaderAlias = bidderAlias(leaderOrdinal);
  return { auctionId, epoch, ...judged, ownMaxKrw: bid.amountKrw, leaderAlias };
}

function moveRowOf(
  { auctionId }: AuctionRow,
  { seq, raise, closesAtMs, reason, atMs }: Extract<LogEntry, { type: 'extended' }>,
): typeof closingMoves.$inferInsert {
  return { auctionId, seq, raise, closesAtMs, reason, movedAtMs: atMs };
}

function standingAfter(entries: LogEntry[]): Partial<AuctionRow> {
  const lastBid = entries.findLast((entry) => entry.type === 'bid');
  const lastMove = entries.findLast((entry) => entry.type === 'extended');
  const lastOutage = entries.findLast(
    (entry) => entry.type === 'extended' && entry.reason === 'outage',
  );
  const last = entries.at(-1);
  return {
    ...(lastBid && {
      bidCount: lastBid.bidCount,
      priceKrw: lastBid.priceKrw,
      minimumKrw: lastBid.minimumKrw,
      leaderId: lastBid.leaderId,
      leaderOrdinal: lastBid.leaderOrdinal,
      lastBidAtMs: lastBid.acceptedAtMs,
    }),
    ...(last && { closesAtMs: last.closesAtMs }),
    ...(lastMove && { scheduledClosesAtMs: lastMove.closesAtMs, moved: lastMove.reason }),
    ...(lastOutage?.type === 'extended' && { outageDay: kstDate(lastOutage.atMs) }),
  };
}
