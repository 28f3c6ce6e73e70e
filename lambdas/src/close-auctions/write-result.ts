import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { noteEnded, noteWon } from '@sagopalgo/core/notices/auction-notices.ts';
import { lockAuction } from '@sagopalgo/core/orders/lock-offer.ts';
import { openOrder } from '@sagopalgo/core/orders/open-order.ts';
import { readTerms } from '@sagopalgo/core/orders/read-terms.ts';
import type { Closing } from '@sagopalgo/core/redis/commands.ts';
import { recordStatesBefore } from '@sagopalgo/core/rules/auction-states.ts';
import { payByMs } from '@sagopalgo/core/rules/till-terms.ts';
import { markChanged, URGENCY } from '@sagopalgo/core/search/mark-changed.ts';

const FIRST_ATTEMPT = 1;
/** Told later than this, as after an interruption, a winner has the whole time to pay from then on. */
const TOLD_WITHIN_MS = 3_600_000;

type AuctionRow = typeof auctions.$inferSelect;

/** What the judge answers about an auction that is closed. */
export type Closed = Extract<Closing, { code: 'CLOSED' }>;

/**
 * Writes how an auction ended and, when it is sold, the winner's order. `settled-before` when another
 * was quicker; `interrupted` when an operator has to decide first. Throws when the record does not
 * hold exactly what was accepted.
 */
export async function writeResult(
  tx: Tx,
  auctionId: string,
  closing: Closed,
  { nowMs, decides = false }: { nowMs: number; decides?: boolean },
): Promise<Closed['outcome'] | 'settled-before' | 'interrupted'> {
  const row = await lockAuction(tx, auctionId);
  const { closesAtMs, outcome } = closing;
  const before = recordStatesBefore(outcome);
  if (!before.includes(row.state)) return 'settled-before';
  if (row.interruptedAtMs !== null && !decides) return 'interrupted';
  await assertRecorded(tx, row, closing);
  await tx
    .update(auctions)
    .set({
      ...{ state: outcome, closesAtMs, minimumKrw: null },
      ...{ settledAtMs: nowMs, interruptedAtMs: null },
    })
    .where(and(eq(auctions.auctionId, auctionId), inArray(auctions.state, before)));
  await markChanged(tx, auctionId, nowMs, URGENCY.standing);
  if (closing.bidCount > 0) await noteEnded(tx, auctionId, outcome, nowMs);
  if (outcome === 'sold') await openFirstOrder(tx, row, closing, nowMs);
  return outcome;
}

async function openFirstOrder(
  tx: Tx,
  auction: AuctionRow,
  { leaderId, priceKrw, closesAtMs }: Closed,
  nowMs: number,
): Promise<void> {
  if (leaderId === null || priceKrw === null) {
    throw new Error(`auction ${auction.auctionId} is sold to nobody or for nothing`);
  }
  const fromMs = nowMs > closesAtMs + TOLD_WITHIN_MS ? nowMs : closesAtMs;
  const payUntilMs = payByMs(fromMs, priceKrw, await readTerms(tx));
  const order = await openOrder(tx, {
    ...{ auction, attempt: FIRST_ATTEMPT, buyerId: leaderId, amountKrw: priceKrw },
    ...{ payByMs: payUntilMs, nowMs },
  });
  await noteWon(tx, order, nowMs);
}

// An unmet reserve leaves a leader who has not won; a silent raise is a row that counts for nothing.
async function assertRecorded(tx: Tx, row: AuctionRow, closing: Closed): Promise<void> {
  const { auctionId } = row;
  const recorded = await tx.$count(bids, and(eq(bids.auctionId, auctionId), eq(bids.raise, 0)));
  const same =
    row.recordedSeq === closing.seq &&
    row.bidCount === closing.bidCount &&
    recorded === closing.bidCount &&
    row.priceKrw === closing.priceKrw &&
    (closing.leaderId === null || row.leaderId === closing.leaderId);
  if (same) return;
  throw new Error(
    `auction ${auctionId}: accepted ${closing.bidCount} bids up to seq ${closing.seq}, ` +
      `recorded ${recorded} up to ${row.recordedSeq}`,
  );
}
