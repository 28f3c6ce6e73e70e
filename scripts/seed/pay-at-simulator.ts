import { eq, like } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { payments, refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import { cancelReason } from '@sagopalgo/core/orders/book-cancels.ts';
import type { PaymentRow } from '@sagopalgo/core/orders/payment-rows.ts';
import { createToss } from '@sagopalgo/core/toss/toss-client.ts';
import type { Toss, TossAccess } from '@sagopalgo/core/toss/toss-client.ts';
import { remoteToss } from '../toss-simulator/remote-control.ts';
import { DEMO_KEYS } from './demo-orders.ts';

const PAYMENTS_MAX = 100;

/**
 * Pays at the simulator what the demo's past was paid with, and gives back what went back of it; returns
 * how many payments that was. One that was cut off is gone on with, and the next time there is nothing.
 */
export async function payAtSimulator(db: Db, access: TossAccess): Promise<number> {
  const toss = createToss(access);
  const unknown = await db
    .select()
    .from(payments)
    .where(like(payments.paymentKey, DEMO_KEYS))
    .limit(PAYMENTS_MAX);
  for (const payment of unknown) {
    const paymentKey = await keyOf(toss, access.baseUrl, payment);
    await giveBack(db, toss, payment);
    const { tossOrderId } = payment;
    await db.update(payments).set({ paymentKey }).where(eq(payments.tossOrderId, tossOrderId));
  }
  return unknown.length;
}

async function keyOf(toss: Toss, baseUrl: string, payment: PaymentRow): Promise<string> {
  const { tossOrderId, amountKrw } = payment;
  const known = await toss.findByOrder(tossOrderId);
  if (known.kind === 'payment' && known.payment.status !== 'IN_PROGRESS') {
    return known.payment.paymentKey;
  }
  const asked = { orderId: tossOrderId, amountKrw, orderName: '지난 경매' };
  const paymentKey = await remoteToss(baseUrl).authenticate(asked);
  const idempotencyKey = `demo-${tossOrderId}`;
  const answer = await toss.confirm({ paymentKey, tossOrderId, amountKrw, idempotencyKey });
  if (answer.kind !== 'payment') throw new Error(`the simulator does not confirm ${tossOrderId}`);
  return paymentKey;
}

async function giveBack(db: Db, toss: Toss, { tossOrderId, amountKrw }: PaymentRow): Promise<void> {
  const back = await db.select().from(refunds).where(eq(refunds.tossOrderId, tossOrderId));
  const found = await toss.findByOrder(tossOrderId);
  if (found.kind !== 'payment') throw new Error(`the simulator has lost ${tossOrderId}`);
  const { paymentKey, cancels, balanceAmount } = found.payment;
  for (const refund of back.filter(({ state }) => state === 'done')) {
    if (cancels.some((cancel) => cancel.cancelReason === cancelReason(refund))) continue;
    const asked = { paymentKey, cancelAmount: refund.amountKrw, refundableAmount: balanceAmount };
    const words = { cancelReason: cancelReason(refund), idempotencyKey: refund.refundId };
    const answer = await toss.cancel({ ...asked, ...words });
    if (answer.kind !== 'payment') throw new Error(`${amountKrw} won do not go back`);
  }
}
