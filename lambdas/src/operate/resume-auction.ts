import { eq, max } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, closingMoves } from '@sagopalgo/core/mysql/schema.ts';
import { markChanged, URGENCY } from '@sagopalgo/core/search/mark-changed.ts';
import { writeAction } from '@sagopalgo/core/operating/actions.ts';
import type { OperatorWord } from '@sagopalgo/core/operating/actions.ts';
import type { Connections } from '../connections.ts';
import { chainListing } from '../record-bids/chain-log.ts';
import { followLog } from '../record-bids/follow-log.ts';
import { isClosingAt } from '../record-bids/is-recorded.ts';
import { markInterrupted } from '../record-bids/mark-interrupted.ts';
import { OperatorError } from '../record-bids/operator-actions.ts';
import { RecordStoppedError } from '../record-bids/record-auction.ts';
import { restoreAuction } from '../record-bids/restore-auction.ts';
import { trustRecord } from '../record-bids/trust-record.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';

const MINUTE_MS = 60_000;
/** Bidders must have the time to come back. */
export const RESUMED_FOR_MS = 10 * MINUTE_MS;

/** What resuming came to; times in UTC milliseconds. */
export interface Resumed {
  closesAtMs: number;
  /** It had closed before it was interrupted: its result stands and is settled. */
  isOver: boolean;
  /** Entries of the log that was set aside as it does not go on from the record, which may have many of them. */
  setAside: number;
}

/**
 * Ends the interruption of an auction: it goes on from what the record holds, under a new epoch, and
 * closes ten minutes from now at the earliest. What was told under earlier epochs and is missing is
 * thereby decided about. The record changes first and Redis is loaded from it, so a crash in between
 * is healed by the keeper. One whose recording has stopped is interrupted first. Null when it is neither.
 * Throws an OperatorError that says why not.
 */
export async function resumeAuction(
  connections: Connections,
  auctionId: string,
  { untilMs, ...word }: OperatorWord & { untilMs: number | null },
): Promise<Resumed | null> {
  const { db, now } = connections;
  const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  if (!row) throw new OperatorError(`There is no auction ${auctionId}.`);
  if (!UNSETTLED_STATES.includes(row.state)) {
    throw new OperatorError(`Auction ${auctionId} is over: it is ${row.state}.`);
  }
  const isHeld = row.interruptedAtMs !== null || (await holdUnrecordable(connections, auctionId));
  if (!isHeld) return null;
  const setAside = await trustRecord(connections, auctionId);
  const earliestMs = Math.max(now() + RESUMED_FOR_MS, untilMs ?? 0);
  const resumed = await db.transaction((tx) =>
    goOn(tx, auctionId, { ...word, earliestMs, nowMs: now(), setAside }),
  );
  await restoreAuction(connections, auctionId);
  return resumed;
}

// What cannot be recorded goes no further either; true where that is so.
async function holdUnrecordable(connections: Connections, auctionId: string): Promise<boolean> {
  try {
    await followLog(connections, auctionId, { isAstray: true });
    // Other bids in the place of those recorded interrupt it by themselves.
    const [row] = await connections.db
      .select({ interruptedAtMs: auctions.interruptedAtMs })
      .from(auctions)
      .where(eq(auctions.auctionId, auctionId));
    return row !== undefined && row.interruptedAtMs !== null;
  } catch (error) {
    if (!(error instanceof RecordStoppedError)) throw error;
    await markInterrupted(connections, auctionId, error.message);
    return true;
  }
}

async function goOn(
  tx: Tx,
  auctionId: string,
  given: OperatorWord & { earliestMs: number; nowMs: number; setAside: number },
): Promise<Resumed | null> {
  const [row] = await tx
    .select()
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId))
    .for('update');
  if (!row || row.interruptedAtMs === null) return null;
  const { earliestMs, nowMs, setAside, ...word } = given;
  const isOver = isClosingAt(row, row.recordedSeq);
  const epoch = row.epoch + 1;
  const closesAtMs = isOver ? row.closesAtMs : Math.max(row.closesAtMs, earliestMs);
  const moved = closesAtMs === row.closesAtMs ? {} : await moveRecorded(tx, row, closesAtMs, nowMs);
  const detail = { epoch, closesAtMs, isOver, setAside };
  const action = { ...word, auctionId, action: 'resume' as const, detail, actedAtMs: nowMs };
  await writeAction(tx, action);
  await tx
    .update(auctions)
    .set({ interruptedAtMs: null, restoredAtMs: nowMs, epoch, resumedEpoch: epoch, ...moved })
    .where(eq(auctions.auctionId, auctionId));
  await markChanged(tx, auctionId, nowMs, URGENCY.standing);
  return { closesAtMs, isOver, setAside };
}

// As an entry of the log would have moved it; the log itself begins anew with the load.
async function moveRecorded(
  tx: Tx,
  row: typeof auctions.$inferSelect,
  closesAtMs: number,
  nowMs: number,
): Promise<Partial<typeof auctions.$inferInsert>> {
  const { auctionId, recordedSeq: seq } = row;
  const raise = row.recordedRaise + 1;
  const reason = 'operator' as const;
  const [last] = await tx
    .select({ atMs: max(closingMoves.movedAtMs) })
    .from(closingMoves)
    .where(eq(closingMoves.auctionId, auctionId));
  // Time in an auction never runs backwards, whatever the clock of whoever resumes it says.
  const movedAtMs = Math.max(nowMs, row.lastBidAtMs ?? 0, last?.atMs ?? 0);
  const move = { auctionId, seq, raise, closesAtMs, reason, movedAtMs };
  await tx.insert(closingMoves).values(move);
  // The chain begins with the listing as it was before anything moved.
  const chainHash = row.chainHash ?? (await chainListing(tx, row));
  const moved = { closesAtMs, scheduledClosesAtMs: closesAtMs, moved: reason };
  return { ...moved, recordedRaise: raise, chainHash };
}
