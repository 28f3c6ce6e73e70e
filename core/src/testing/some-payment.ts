import { randomUUID } from 'node:crypto';
import type { Db } from '../mysql/connect.ts';
import { payments } from '../mysql/till-schema.ts';
import { totalKrw } from '../orders/open-order.ts';
import type { OrderRow } from '../orders/move-order.ts';

type PaymentRow = typeof payments.$inferSelect;

/** Adds an attempt to pay an order to the record, charged by card unless told otherwise. */
export async function addPayment(
  db: Db,
  order: OrderRow,
  given: Partial<PaymentRow> = {},
): Promise<PaymentRow> {
  const payment: PaymentRow = {
    tossOrderId: randomUUID(),
    orderId: order.orderId,
    buyerId: order.buyerId,
    amountKrw: totalKrw(order),
    state: 'done',
    paymentKey: randomUUID(),
    method: '카드',
    secret: 'a secret of Toss',
    virtualAccount: null,
    receiptUrl: null,
    failureCode: null,
    failureMessage: null,
    balanceKrw: totalKrw(order),
    createdAtMs: order.createdAtMs,
    confirmingAtMs: order.createdAtMs,
    doneAtMs: order.createdAtMs,
    askedAtMs: null,
    answeredAtMs: null,
    toldHeldKrw: null,
    ...given,
  };
  await db.insert(payments).values(payment);
  return payment;
}
