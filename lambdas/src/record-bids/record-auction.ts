import { eq } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { epochName } from '@sagopalgo/core/redis/commands.ts';
import { readLog } from '@sagopalgo/core/redis/log-entries.ts';
import type { LogEntry } from '@sagopalgo/core/redis/log-entries.ts';
import type { Connections } from '../connections.ts';

const BATCH_ENTRIES = 500;
const BATCHES_MAX = 1_000;

/** The log does not go on where the record ends; recording this auction stops until somebody looks. */
export class RecordStoppedError extends Error {
  override readonly name = 'RecordStoppedError';
}

/**
 * Copies what an auction's log holds beyond the record into the record, in batches. Returns how many
 * entries were written; running it again, or twice at once, writes nothing twice. Throws a
 * RecordStoppedError on a gap or an entry of another epoch.
 */
export async function recordAuction(
  { db, redis, log }: Pick<Connections, 'db' | 'redis' | 'log'>,
  auctionId: string,
): Promise<number> {
  let written = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    const recordedSeq = await readRecordedSeq(db, auctionId);
    const entries = await readLog(redis, auctionId, recordedSeq, BATCH_ENTRIES);
    if (entries.length === 0) return written;
    const added = await db.transaction((tx) => writeEntries(tx, auctionId, entries));
    written += added;
    if (added > 0) log.info('bids.recorded', { auctionId, entries: added });
  }
  throw new Error(`the log of auction ${auctionId} did not end in ${BATCHES_MAX} batches`);
}

async function readRecordedSeq(db: Connections['db'], auctionId: string): Promise<number> {
  const [row] = await db
    .select({ recordedSeq: auctions.recordedSeq })
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId));
  if (!row) throw new RecordStoppedError(`auction ${auctionId} has a log and no record`);
  return row.recordedSeq;
}

// Another recorder may have written some of the entries by the time the row is locked.
async function writeEntries(tx: Tx, auctionId: string, entries: LogEntry[]): Promise<number> {
  const [row] = await tx
    .select({ epoch: auctions.epoch, recordedSeq: auctions.recordedSeq })
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId))
    .for('update');
  if (!row) throw new RecordStoppedError(`auction ${auctionId} has a log and no record`);
  const fresh = entries.filter((entry) => entry.seq > row.recordedSeq);
  const last = fresh.at(-1);
  if (!last) return 0;
  checkContinuity(auctionId, row, fresh);
  const rows = fresh.flatMap((entry) => bidRowOf(auctionId, row.epoch, entry));
  if (rows.length > 0) await tx.insert(bids).values(rows);
  await tx
    .update(auctions)
    .set({ recordedSeq: last.seq, ...standingAfter(fresh) })
    .where(eq(auctions.auctionId, auctionId));
  return fresh.length;
}

function checkContinuity(
  auctionId: string,
  row: { epoch: number; recordedSeq: number },
  fresh: LogEntry[],
): void {
  for (const [index, entry] of fresh.entries()) {
    const expected = row.recordedSeq + 1 + index;
    if (entry.seq !== expected) {
      throw new RecordStoppedError(`auction ${auctionId}: expected ${expected}, got ${entry.seq}`);
    }
    if (entry.public.data.epoch !== epochName(row.epoch)) {
      throw new RecordStoppedError(`auction ${auctionId}: entry ${entry.seq} is of another epoch`);
    }
  }
}

function bidRowOf(auctionId: string, epoch: number, entry: LogEntry): (typeof bids.$inferInsert)[] {
  if (entry.public.event !== 'bid' || entry.private.kind !== 'exact') return [];
  const { data } = entry.public;
  const { bidderId, bidId, kind, amountKrw, ordinal, leaderId, answer } = entry.private;
  const { outcome, ownMaxKrw, priceKrw, minimumKrw, acceptedAtMs, closesAtMs } = answer;
  const judged = { outcome, ownMaxKrw, priceKrw, minimumKrw, acceptedAtMs, closesAtMs };
  const bidder = { bidderId, bidId, kind, amountKrw, ordinal };
  const leader = { leaderId, leaderAlias: data.leaderAlias };
  return [
    { auctionId, epoch, seq: entry.seq, raise: entry.raise, ...bidder, ...judged, ...leader },
  ];
}

function standingAfter(entries: LogEntry[]): Partial<typeof auctions.$inferSelect> {
  const lastBid = entries.findLast((entry) => entry.public.event === 'bid');
  if (!lastBid || lastBid.public.event !== 'bid' || lastBid.private.kind !== 'exact') return {};
  const { bidCount, priceKrw, minimumKrw, acceptedAtMs } = lastBid.public.data;
  const { leaderId, ordinal } = lastBid.private;
  return {
    bidCount,
    priceKrw,
    minimumKrw,
    leaderId,
    leaderOrdinal: ordinal,
    lastBidAtMs: acceptedAtMs,
  };
}
