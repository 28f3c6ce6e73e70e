import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { orders, payments, refunds } from '../mysql/till-schema.ts';
import { moneyOfOrder } from '../orders/books.ts';
import { moveOrder } from '../orders/move-order.ts';
import type { OrderRow, OrderWord } from '../orders/move-order.ts';
import { openOrder, totalKrw } from '../orders/open-order.ts';
import { postJournal } from '../orders/post-journal.ts';
import { refundLines, saleLines, strayLines, strayRefundLines } from '../rules/journals.ts';
import type { OrderMove } from '../rules/order-states.ts';
import { addAuction } from './connections.ts';

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

/** Charges what an order costs, books the sale and moves it to `paid`. Returns Toss's order id. */
export async function payFor(db: Db, orderId: string, nowMs = Date.now()): Promise<string> {
  return await db.transaction(async (tx) => {
    const order = await mustMove(tx, orderId, 'pay', { actor: 'system', nowMs });
    const tossOrderId = await charge(tx, order, nowMs);
    const lines = saleLines(order);
    await postJournal(tx, {
      journalKey: `sale:${tossOrderId}`,
      kind: 'sale',
      orderId,
      lines,
      nowMs,
    });
    return tossOrderId;
  });
}

/** Gives some of a sale back, and books it. */
export async function giveBack(
  tx: Tx,
  order: OrderRow,
  paid: { tossOrderId: string; refundKrw: number; nowMs: number },
): Promise<void> {
  const { orderId } = order;
  const { tossOrderId, refundKrw, nowMs } = paid;
  const { refund: refundedKrw } = await moneyOfOrder(tx, orderId);
  const refundId = await addRefund(tx, order, { tossOrderId, amountKrw: refundKrw, state: 'done' });
  const lines = refundLines(order, { refundKrw, refundedKrw });
  await postJournal(tx, {
    journalKey: `refund:${refundId}`,
    kind: 'refund',
    orderId,
    lines,
    nowMs,
  });
}

/** Charges an order that is paid for or passed on, gives it back when told to, and books both. */
export async function chargeAstray(
  tx: Tx,
  order: OrderRow,
  nowMs: number,
): Promise<() => Promise<void>> {
  const { orderId, buyerId } = order;
  const amountKrw = totalKrw(order);
  const tossOrderId = await charge(tx, order, nowMs);
  const lines = strayLines(buyerId, amountKrw);
  await postJournal(tx, {
    journalKey: `stray:${tossOrderId}`,
    kind: 'stray',
    orderId,
    lines,
    nowMs,
  });
  return async () => {
    const refundId = await addRefund(tx, order, { tossOrderId, amountKrw, state: 'done' });
    await postJournal(tx, {
      ...{ journalKey: `stray-refund:${refundId}`, kind: 'stray-refund', orderId, nowMs },
      lines: strayRefundLines(buyerId, amountKrw),
    });
  };
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

async function charge(tx: Tx, order: OrderRow, nowMs: number): Promise<string> {
  const tossOrderId = randomUUID();
  await tx.insert(payments).values({
    ...{ tossOrderId, orderId: order.orderId, buyerId: order.buyerId, state: 'done' },
    ...{ amountKrw: totalKrw(order), paymentKey: `key-${tossOrderId}`, method: '카드' },
    ...{ balanceKrw: totalKrw(order), createdAtMs: nowMs, doneAtMs: nowMs },
  });
  return tossOrderId;
}
