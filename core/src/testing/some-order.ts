import { randomUUID } from 'node:crypto';
import type { Db } from '../mysql/connect.ts';
import { orders } from '../mysql/till-schema.ts';
import type { OrderRow } from '../orders/move-order.ts';

const DAY_MS = 86_400_000;

/** Adds an order of nobody known to the record, waiting to be paid unless told otherwise. */
export async function addOrder(db: Db, given: Partial<OrderRow> = {}): Promise<OrderRow> {
  const nowMs = Date.now();
  const order: OrderRow = {
    orderId: randomUUID(),
    auctionId: randomUUID(),
    attempt: 1,
    buyerId: randomUUID(),
    sellerId: randomUUID(),
    amountKrw: 50_000,
    premiumKrw: 0,
    feeKrw: 2_500,
    state: 'awaiting_payment',
    stateAtMs: nowMs,
    payByMs: nowMs + 2 * DAY_MS,
    createdAtMs: nowMs,
    paidAtMs: null,
    shippedAtMs: null,
    deliveredAtMs: null,
    carrier: null,
    trackingNumber: null,
    passedOnAtMs: null,
    ...given,
  };
  await db.insert(orders).values(order);
  return order;
}
