import { eq } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { errorSentence } from '@sagopalgo/core/runtime/error-sentence.ts';
import { finishAction, writeAction } from '@sagopalgo/core/operating/actions.ts';
import type { OperatorWord } from '@sagopalgo/core/operating/actions.ts';
import type { Connections } from '../connections.ts';
import { followLog } from '../record-bids/follow-log.ts';
import { isCancelAsked, OperatorError } from '../record-bids/operator-actions.ts';
import { restoreAuction } from '../record-bids/restore-auction.ts';
import { trustRecord } from '../record-bids/trust-record.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import { closeWithHead } from './close-with-head.ts';
import { compareSettled } from './compare-settled.ts';
import { letGo } from './settle-auction.ts';
import { writeResult } from './write-result.ts';
import type { Closed } from './write-result.ts';

/** With what is around it, it has to fit into a column. */
const SENTENCE_MAX_CHARS = 500;

type AuctionRow = typeof auctions.$inferSelect;

/**
 * Ends an auction as cancelled, as an operator: nobody has won and there is no order. What is asked is
 * written down first, what came of it in the same transaction as the result; a run that was cut off is
 * finished by asking again. False when it was cancelled before. Throws an OperatorError that says why
 * it cannot be cancelled.
 */
export async function cancelAuction(
  connections: Connections,
  auctionId: string,
  word: OperatorWord,
): Promise<boolean> {
  const row = await readCancellable(connections, auctionId);
  if (!row) return false;
  const actionId = await ask(connections, auctionId, word);
  const ended = await end(connections, auctionId, actionId);
  const isOverruled = row.interruptedAtMs !== null;
  if (ended.code !== 'CLOSED' || (ended.outcome !== 'cancelled' && !isOverruled)) {
    await finishAction(connections.db, actionId, { refused: ended.code });
    throw new OperatorError(`Auction ${auctionId} had ended before it could be cancelled.`);
  }
  await followLog(connections, auctionId, { isAstray: false });
  await writeCancelled(connections, auctionId, ended, actionId);
  if (ended.outcome !== 'cancelled') await restoreAuction(connections, auctionId);
  await letGo(connections, auctionId, 'cancelled');
  await compareSettled(connections, [auctionId]);
  return true;
}

async function end(connections: Connections, auctionId: string, actionId: string) {
  try {
    await trustRecord(connections, auctionId);
    return await closeWithHead(connections, auctionId, 'cancel');
  } catch (error) {
    await finishAction(connections.db, actionId, {
      failed: errorSentence(error).slice(0, SENTENCE_MAX_CHARS),
    });
    throw error;
  }
}

async function readCancellable({ db }: Connections, auctionId: string): Promise<AuctionRow | null> {
  const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  if (!row) throw new OperatorError(`There is no auction ${auctionId}.`);
  if (row.state === 'cancelled') return null;
  if (UNSETTLED_STATES.includes(row.state)) return row;
  throw new OperatorError(`Auction ${auctionId} is over: it is ${row.state}.`);
}

async function ask(
  { db, now }: Connections,
  auctionId: string,
  word: OperatorWord,
): Promise<string> {
  return await db.transaction(async (tx) => {
    const again = await isCancelAsked(tx, auctionId);
    const action = { ...word, auctionId, action: 'cancel' as const };
    return await writeAction(tx, { ...action, detail: { again }, actedAtMs: now() });
  });
}

async function writeCancelled(
  { db, now }: Connections,
  auctionId: string,
  ended: Closed,
  actionId: string,
): Promise<void> {
  const nowMs = now();
  await db.transaction(async (tx) => {
    const closing = { ...ended, outcome: 'cancelled' as const };
    const result = await writeResult(tx, auctionId, closing, { nowMs, decides: true });
    if (result !== 'cancelled') {
      throw new OperatorError(`Auction ${auctionId} was settled before it could be cancelled.`);
    }
    await finishAction(tx, actionId, { done: true, bidCount: ended.bidCount, was: ended.outcome });
    if (ended.outcome === 'cancelled') return;
    // It was told otherwise before; under another epoch Redis takes the record's result.
    const [row] = await tx.select().from(auctions).where(eq(auctions.auctionId, auctionId));
    const epoch = (row?.epoch ?? 0) + 1;
    await tx.update(auctions).set({ epoch }).where(eq(auctions.auctionId, auctionId));
  });
}
