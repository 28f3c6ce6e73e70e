import { and, asc, eq, exists, gt, inArray, lte, not, sql } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { notices } from '@sagopalgo/core/mysql/notice-schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { putNotice } from '@sagopalgo/core/notices/put-notice.ts';
import { lockOrder } from '@sagopalgo/core/orders/move-order.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';

const HOUR_MS = 3_600_000;
/** So long before its last moment, an order that is not paid is called to mind. */
const BEFORE_MS = 6 * HOUR_MS;
/** Whoever has just been told of the order itself needs no second word. */
const SETTLED_MS = HOUR_MS;
const ORDERS_A_RUN = 500;
const UNPAID: OrderState[] = ['awaiting_payment', 'awaiting_deposit'];

type Used = Pick<Connections, 'db' | 'now'>;

/**
 * Calls to mind what has to be paid within hours: once for each last moment that an order has. Returns how many were
 * told.
 */
export async function writePayBy(connections: Used): Promise<number> {
  const due = await findDue(connections);
  const told = await tryEvery(due, (orderId) =>
    rowTransaction(connections.db, (tx) => remind(tx, orderId, connections.now())),
  );
  return told.filter(Boolean).length;
}

async function findDue({ db, now }: Used): Promise<string[]> {
  const nowMs = now();
  const { orderId, state, payByMs, createdAtMs, buyerId } = orders;
  const isTold = exists(
    db
      .select({ one: sql`1` })
      .from(notices)
      .where(
        and(
          ...[eq(notices.userId, buyerId), eq(notices.kind, 'pay-by')],
          eq(notices.causeKey, sql`concat(${orderId}, ':', ${payByMs})`),
        ),
      ),
  );
  const rows = await db
    .select({ orderId })
    .from(orders)
    .where(
      and(
        ...[inArray(state, UNPAID), gt(payByMs, nowMs), lte(payByMs, nowMs + BEFORE_MS)],
        ...[lte(createdAtMs, nowMs - SETTLED_MS), not(isTold)],
      ),
    )
    .orderBy(asc(payByMs))
    .limit(ORDERS_A_RUN);
  return rows.map((row) => row.orderId);
}

// It may have been paid, or given more time, since it was found.
async function remind(tx: Tx, orderId: string, nowMs: number): Promise<boolean> {
  const order = await lockOrder(tx, orderId);
  if (!order || !UNPAID.includes(order.state)) return false;
  const { auctionId, buyerId: userId, amountKrw, payByMs } = order;
  if (payByMs <= nowMs || payByMs > nowMs + BEFORE_MS) return false;
  const about = { userId, kind: 'pay-by' as const, auctionId, orderId };
  const detail = { amountKrw, byMs: payByMs };
  await putNotice(tx, { ...about, causeKey: `${orderId}:${payByMs}`, detail }, nowMs);
  return true;
}
