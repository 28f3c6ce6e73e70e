import { and, eq, gte } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { orders, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import { isSold } from '@sagopalgo/core/orders/books.ts';
import type { TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';

/**
 * Asks Toss how the money stands that an order is to be paid out of, and applies what it tells as ever: it
 * may have gone back without our hearing of it. False where Toss does not answer. Nothing is asked about a
 * sale that was lost: what is paid out of it is our own.
 */
export async function hearOfMoney(deps: TillDeps, orderId: string): Promise<boolean> {
  const { db, log } = deps;
  const paying = await db
    .select({ tossOrderId: payments.tossOrderId })
    .from(payments)
    .innerJoin(orders, eq(orders.orderId, payments.orderId))
    .where(and(eq(payments.orderId, orderId), isPaying, eq(orders.state, 'received')));
  for (const { tossOrderId } of paying) {
    const { found } = await learnPayment(deps, tossOrderId);
    if (found === 'payment') continue;
    log.warn('seller.payout-unheard', { orderId, tossOrderId, found });
    return false;
  }
  return true;
}

/**
 * Whether Toss has told since a moment that it holds as much of an order's money as the books say; call it
 * under the order's lock.
 */
export async function isWhole(tx: Tx, orderId: string, sinceMs: number): Promise<boolean> {
  const ofOrder = and(eq(payments.orderId, orderId), isPaying);
  const isHeard = and(
    eq(payments.toldHeldKrw, payments.balanceKrw),
    gte(payments.answeredAtMs, sinceMs),
  );
  const heard = await tx.$count(payments, and(ofOrder, isHeard));
  return heard === (await tx.$count(payments, ofOrder));
}

/** Of a charge that some of is left to be paid out. */
export const isPaying = and(eq(payments.state, 'done'), isSold);
