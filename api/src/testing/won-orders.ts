import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { orders, payments, refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import { openOrder } from '@sagopalgo/core/orders/open-order.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import type { Deps } from '../deps.ts';

const AMOUNT_KRW = 5_000;
const DAY_MS = 86_400_000;

export const someAddress = {
  ...{ recipient: '김구매', phone: '01012345678', postcode: '04524' },
  ...{ line1: '서울특별시 중구 세종대로 110', line2: null, memo: null },
};

/** An order of 5,000 won that waits for its buyer's money until tomorrow; returns its id. */
export async function addWonOrder(
  { db }: Pick<Deps, 'db'>,
  { sellerId, buyerId }: { sellerId: string; buyerId: string },
): Promise<string> {
  const auction = await addAuction(db, { sellerId, state: 'sold', leaderId: buyerId });
  const nowMs = Date.now();
  const due = { amountKrw: AMOUNT_KRW, payByMs: nowMs + DAY_MS, nowMs };
  const { orderId } = await db.transaction((tx) =>
    openOrder(tx, { auction, attempt: 1, buyerId, ...due }),
  );
  return orderId;
}

/** A deposit of an order that has to go back to its buyer, and nobody knows where to. */
export async function owe(
  { db }: Pick<Deps, 'db'>,
  orderId: string,
  buyerId: string,
): Promise<void> {
  const paid = { tossOrderId: randomUUID(), orderId, amountKrw: AMOUNT_KRW };
  const times = { createdAtMs: Date.now(), doneAtMs: Date.now() };
  await db.insert(payments).values({
    ...{ ...paid, ...times, buyerId, state: 'done', balanceKrw: AMOUNT_KRW },
    paymentKey: randomUUID(),
  });
  await db.update(orders).set({ state: 'cancelled' }).where(eq(orders.orderId, orderId));
  await db.insert(refunds).values({
    ...{ ...paid, refundId: randomUUID() },
    ...{ cause: 'cancelled', reason: '시험', state: 'needs-account', createdAtMs: Date.now() },
  });
}
