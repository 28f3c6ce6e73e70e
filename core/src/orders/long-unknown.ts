import { and, eq, exists, lt, not, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { orders, payments } from '../mysql/till-schema.ts';
import { hasLostSale } from './lost-sales.ts';
import type { PaymentRow } from './payment-rows.ts';

/** Whoever waits for an answer of Toss for so long waits for a person. */
export const LONG_UNKNOWN_MS = 30 * 60_000;

/**
 * As a condition of a query over payments: nobody has known for long whether money moved. Toss has said
 * nothing to a confirmation that ends it, or nothing at all of an account that waits for money.
 */
export function isLongUnknown(db: Db | Tx, nowMs: number): SQL | undefined {
  const isConfirming = eq(payments.state, 'confirming');
  const isLong = lt(payments.confirmingAtMs, nowMs - LONG_UNKNOWN_MS);
  return or(and(isConfirming, isLong), isLongUnheard(db, nowMs));
}

/**
 * The same of accounts alone. An order that goes on without its deposit is shown as such, and has nothing
 * that could be given up.
 */
export function isLongUnheard(db: Db | Tx, nowMs: number): SQL | undefined {
  const { orderId, state, answeredAtMs, confirmingAtMs, createdAtMs } = payments;
  const sinceMs = sql`COALESCE(${answeredAtMs}, ${confirmingAtMs}, ${createdAtMs})`;
  const hasLost = exists(
    db
      .select({ one: sql`1` })
      .from(orders)
      .where(and(eq(orders.orderId, orderId), hasLostSale(db))),
  );
  const isWaiting = eq(state, 'waiting_for_deposit');
  return and(isWaiting, lt(sinceMs, nowMs - LONG_UNKNOWN_MS), not(hasLost));
}

/** Since when nobody has known how an attempt stands at Toss. */
export function unknownSinceMs(
  payment: Pick<PaymentRow, 'state' | 'answeredAtMs' | 'confirmingAtMs' | 'createdAtMs'>,
): number {
  const { state, answeredAtMs, confirmingAtMs, createdAtMs } = payment;
  const heardAtMs = state === 'waiting_for_deposit' ? answeredAtMs : null;
  return heardAtMs ?? confirmingAtMs ?? createdAtMs;
}
