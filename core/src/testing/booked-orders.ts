import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { orders, payments, refunds } from '../mysql/till-schema.ts';
import { bookCancels, cancelReason } from '../orders/book-cancels.ts';
import { charge } from '../orders/charge.ts';
import { lockOrder, moveOrder } from '../orders/move-order.ts';
import type { OrderRow, OrderWord } from '../orders/move-order.ts';
import { openOrder, totalKrw } from '../orders/open-order.ts';
import { changePayment, lockPayment } from '../orders/payment-rows.ts';
import type { PaymentRow } from '../orders/payment-rows.ts';
import { openRefundOf } from '../orders/refunds.ts';
import type { OrderMove } from '../rules/order-states.ts';
import { addAuction } from './connections.ts';
import { tossPayment } from './toss-bank.ts';

const HOUR_MS = 3_600_000;

/** What an order is opened with. */
export interface OrderGiven {
  sellerId?: string;
  buyerId?: string;
  amountKrw?: number;
  feeBp?: number;
  premiumBp?: number;
  nowMs?: number;
}

/** An order that awaits payment, of an auction of its own. */
export async function openTestOrder(db: Db, given: OrderGiven = {}): Promise<OrderRow> {
  const { sellerId = randomUUID(), buyerId = randomUUID(), amountKrw = 100_000 } = given;
  const { feeBp = 500, premiumBp = 0, nowMs = Date.now() } = given;
  const auction = await addAuction(db, { sellerId, state: 'sold', feeBp, premiumBp });
  const payByMs = nowMs + HOUR_MS;
  return await db.transaction((tx) =>
    openOrder(tx, { auction, attempt: 1, buyerId, amountKrw, payByMs, nowMs }),
  );
}

/** Makes a move that the table must allow. */
export async function mustMove(
  tx: Tx,
  orderId: string,
  move: OrderMove,
  word: OrderWord,
): Promise<OrderRow> {
  const moved = await moveOrder(tx, orderId, move, word);
  if (!moved.isMoved) throw new Error(`${move} is not for ${moved.order?.state ?? 'no order'}`);
  return moved.order;
}

/** An attempt that has been sent to Toss, under the key that its buyer got there. */
export async function addAttempt(
  tx: Tx,
  order: OrderRow,
  nowMs: number,
  authenticate = ({ tossOrderId }: { tossOrderId: string; amountKrw: number }) =>
    `key-${tossOrderId}`,
): Promise<PaymentRow> {
  const attempt = { tossOrderId: randomUUID(), amountKrw: totalKrw(order) };
  const { tossOrderId } = attempt;
  await tx.insert(payments).values({
    ...{ ...attempt, orderId: order.orderId, buyerId: order.buyerId, state: 'confirming' },
    paymentKey: authenticate(attempt),
    ...{ createdAtMs: nowMs, confirmingAtMs: nowMs },
  });
  return await lockPayment(tx, tossOrderId);
}

/**
 * Charges what an order costs and books it: as its sale, or as money that came for nothing. Returns
 * Toss's order id.
 */
export async function payFor(db: Db, orderId: string, nowMs = Date.now()): Promise<string> {
  return await db.transaction(async (tx) => {
    const order = await mustLock(tx, orderId);
    const payment = await addAttempt(tx, order, nowMs);
    await charge(tx, order, payment, toldOf(payment), nowMs);
    return payment.tossOrderId;
  });
}

/** Gives some of a charge back, by the refund that waits to do so where there is one, and books it. */
export async function giveBack(
  db: Db,
  paid: { tossOrderId: string; refundKrw: number; nowMs: number },
): Promise<void> {
  const { tossOrderId, refundKrw, nowMs } = paid;
  await db.transaction(async (tx) => {
    const [found] = await tx.select().from(payments).where(eq(payments.tossOrderId, tossOrderId));
    const order = await mustLock(tx, found?.orderId ?? '');
    const payment = await lockPayment(tx, tossOrderId);
    const reason = 'a test';
    const asked = { amountKrw: refundKrw, cause: 'partial' as const, reason, nowMs };
    const refundId = (await openOf(tx, paid)) ?? (await openRefundOf(tx, order, payment, asked));
    if (refundId === null) throw new Error('nothing is left to be given back');
    const cancel = {
      ...{ cancelAmount: refundKrw, cancelReason: cancelReason({ refundId, reason }) },
      ...{ transactionKey: refundId, cancelStatus: 'DONE' },
    };
    const told = toldOf(payment, { cancels: [cancel] });
    const { payment: after } = await bookCancels(tx, { order, payment }, told, nowMs);
    await changePayment(tx, after, { toldHeldKrw: after.balanceKrw });
  });
}

/** A row of what is to go back, or has gone. */
export async function addRefund(
  db: Db | Tx,
  { orderId }: Pick<OrderRow, 'orderId'>,
  given: Pick<typeof refunds.$inferInsert, 'tossOrderId' | 'amountKrw' | 'state'>,
): Promise<string> {
  const refundId = randomUUID();
  const why = { cause: 'partial' as const, reason: 'a test' };
  await db.insert(refunds).values({ refundId, orderId, ...why, createdAtMs: 1, ...given });
  return refundId;
}

/** How an order stands now. */
export async function orderRow(db: Db | Tx, orderId: string): Promise<OrderRow> {
  const [row] = await db.select().from(orders).where(eq(orders.orderId, orderId));
  if (!row) throw new Error(`no order ${orderId}`);
  return row;
}

async function mustLock(tx: Tx, orderId: string): Promise<OrderRow> {
  const order = await lockOrder(tx, orderId);
  if (!order) throw new Error(`no order ${orderId}`);
  return order;
}

async function openOf(
  tx: Tx,
  { tossOrderId, refundKrw }: { tossOrderId: string; refundKrw: number },
): Promise<string | null> {
  const { refundId, amountKrw, state } = refunds;
  const isThis = and(eq(refunds.tossOrderId, tossOrderId), eq(amountKrw, refundKrw));
  const [open] = await tx
    .select({ refundId })
    .from(refunds)
    .where(and(isThis, eq(state, 'pending')));
  return open?.refundId ?? null;
}

function toldOf(payment: PaymentRow, given: Parameters<typeof tossPayment>[1] = {}) {
  const { tossOrderId, paymentKey, amountKrw } = payment;
  if (paymentKey === null) throw new Error('an attempt that was sent has a key');
  return tossPayment({ tossOrderId, paymentKey, amountKrw }, given);
}
