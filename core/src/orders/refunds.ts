import { randomUUID } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import type { RefundCause } from '../contracts/payments.ts';
import type { Tx } from '../mysql/connect.ts';
import { payments, refunds } from '../mysql/till-schema.ts';
import { owedKrw, sellersPartKrw } from './books.ts';
import { writeOrderEvent } from './move-order.ts';
import type { OrderRow, OrderWord } from './move-order.ts';
import { lockPayment, PASSED_ON } from './payment-rows.ts';
import type { PaymentRow } from './payment-rows.ts';

const REASON_MAX_CHARS = 150;

/** Of what was to be given back of a deposit that the bank has taken back. */
export const NEVER_CAME = { state: 'replaced', failureCode: 'DEPOSIT_TAKEN_BACK' } as const;

/** What is to go back, why, and since when. */
export interface RefundAsked {
  amountKrw: number;
  cause: RefundCause;
  reason: string;
  nowMs: number;
}

/**
 * Has so much of what an order was paid with go back to its buyer, at most what is left of it; call it
 * under the order's lock. It is carried out at Toss, booked, and a `cancelled` order made `refunded`
 * afterwards by itself. Returns the refund's id, or null when nothing was charged or nothing is left.
 */
export async function openRefund(
  tx: Tx,
  { order, ...asked }: RefundAsked & { order: OrderRow },
): Promise<string | null> {
  const payment = await soldPayment(tx, order.orderId);
  return payment ? await openRefundOf(tx, order, payment, asked) : null;
}

/** What can still go back of an order's payment, less what is on its way already. */
export async function refundableKrw(tx: Tx, orderId: string): Promise<number> {
  const payment = await soldPayment(tx, orderId);
  return payment ? await leftKrw(tx, payment) : 0;
}

/** Whether an order was paid for and Toss holds nothing of it any more. */
export async function isAllBack(tx: Tx, orderId: string): Promise<boolean> {
  return (await soldPayment(tx, orderId))?.balanceKrw === 0;
}

/** The same as `openRefund` of one payment, which may be one that came for nothing. */
export async function openRefundOf(
  tx: Tx,
  order: OrderRow,
  payment: PaymentRow,
  { amountKrw, cause, reason, nowMs }: RefundAsked,
): Promise<string | null> {
  const refundKrw = Math.min(amountKrw, await leftKrw(tx, payment));
  if (refundKrw < 1) return null;
  const refundId = randomUUID();
  await tx.insert(refunds).values({
    ...{ refundId, tossOrderId: payment.tossOrderId, orderId: order.orderId },
    ...{
      amountKrw: refundKrw,
      cause,
      reason: Array.from(reason).slice(0, REASON_MAX_CHARS).join(''),
    },
    // A deposit came by transfer and has to go back by one.
    ...{ state: payment.virtualAccount === null ? 'pending' : 'needs-account', createdAtMs: nowMs },
  });
  const stays = { from: order.state, to: order.state };
  const word = { actor: 'system', reason, nowMs } as const;
  await writeOrderEvent(tx, { orderId: order.orderId, event: 'refund-opened', ...stays, ...word });
  return refundId;
}

/**
 * Has a refund that Toss refused tried once more, under another key; call it under the order's lock.
 * False where it is none of the order's, is not refused, its money has gone back otherwise, or the seller
 * has had it. `asksAccount`: a deposit's buyer has to say anew where it goes to.
 */
export async function retryRefund(
  tx: Tx,
  order: OrderRow,
  refundId: string,
  { asksAccount, ...word }: OrderWord & { asksAccount: boolean },
): Promise<boolean> {
  const isRefused = and(
    ...[eq(refunds.refundId, refundId), eq(refunds.orderId, order.orderId)],
    eq(refunds.state, 'refused'),
  );
  const [refund] = await tx.select().from(refunds).where(isRefused);
  if (!refund) return false;
  const payment = await lockPayment(tx, refund.tossOrderId);
  if (refund.amountKrw > (await leftKrw(tx, payment))) return false;
  if (order.state === 'paid_out' && payment.failureCode !== PASSED_ON) {
    const partKrw = await sellersPartKrw(tx, order, refund.amountKrw);
    if (partKrw > (await owedKrw(tx, order))) return false;
  }
  const isDeposit = payment.virtualAccount !== null;
  const receiveAccount = asksAccount ? null : refund.receiveAccount;
  const state = isDeposit && receiveAccount === null ? 'needs-account' : 'pending';
  const [retried] = await tx
    .update(refunds)
    .set({ state, receiveAccount, attempts: 0, triedAtMs: null, failureCode: null })
    .where(isRefused);
  if (retried.affectedRows !== 1) return false;
  const stays = { from: order.state, to: order.state };
  const { orderId } = order;
  await writeOrderEvent(tx, { orderId, event: 'refund-retried', ...stays, ...word });
  return true;
}

/** The charge that an order stands on, under a lock. */
async function soldPayment(tx: Tx, orderId: string): Promise<PaymentRow | null> {
  const charged = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.orderId, orderId), inArray(payments.state, ['done', 'cancelled'])))
    .for('update');
  return charged.find(({ failureCode }) => failureCode !== PASSED_ON) ?? null;
}

// A refund that was refused gave nothing back, so its money is there to be given.
async function leftKrw(tx: Tx, { tossOrderId, amountKrw }: PaymentRow): Promise<number> {
  const given = await tx
    .select({ amountKrw: refunds.amountKrw })
    .from(refunds)
    .where(
      and(
        eq(refunds.tossOrderId, tossOrderId),
        inArray(refunds.state, ['pending', 'needs-account', 'done']),
      ),
    )
    .for('update');
  return amountKrw - given.reduce((sum, refund) => sum + refund.amountKrw, 0);
}
