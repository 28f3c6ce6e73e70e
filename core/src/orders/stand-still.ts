import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { orderEvents } from '../mysql/till-schema.ts';
import { maskedKey } from '../toss/payment.ts';
import { lockOrder, writeOrderEvent } from './move-order.ts';
import type { OrderRow } from './move-order.ts';
import type { PaymentRow, TillDeps } from './payment-rows.ts';

const EVENT = 'payment-stands-still';
/** An operator has ended the attempt that stood still. */
export const GIVEN_UP_EVENT = 'payment-given-up';
const TOLD_TO_THE_PARTIES = '결제를 담당자가 확인하고 있어요.';

/**
 * Notes in an order's history that its payment goes no further until a person has looked at it; the
 * parties read no more than that. True the first time for each state of the order, to be told once; and
 * again after a person has helped.
 */
export async function noteStandstill(tx: Tx, order: OrderRow, nowMs: number): Promise<boolean> {
  const { orderId, state } = order;
  if (await isAtStandstill(tx, order)) return false;
  const word = { actor: 'system', reason: TOLD_TO_THE_PARTIES, nowMs } as const;
  await writeOrderEvent(tx, { orderId, event: EVENT, from: state, to: state, ...word });
  return true;
}

/** Whether it was noted that an order, as it stands now, waits for a person, and none has helped since. */
export async function isAtStandstill(
  db: Db | Tx,
  { orderId, state }: Pick<OrderRow, 'orderId' | 'state'>,
): Promise<boolean> {
  const noted = and(
    ...[eq(orderEvents.orderId, orderId), eq(orderEvents.toState, state)],
    inArray(orderEvents.event, [EVENT, GIVEN_UP_EVENT]),
  );
  const [last] = await db
    .select({ event: orderEvents.event })
    .from(orderEvents)
    .where(noted)
    .orderBy(desc(orderEvents.eventId))
    .limit(1);
  return last?.event === EVENT;
}

/** Tells a person, once, of an attempt about which Toss gives no answer for too long. */
export async function tellLongUnknown(
  { db, log, now }: TillDeps,
  { orderId, tossOrderId, paymentKey, failureCode }: PaymentRow,
): Promise<void> {
  const isNews = await db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    return order !== null && (await noteStandstill(tx, order, now()));
  });
  const facts = { orderId, tossOrderId, paymentKey: maskedKey(paymentKey), failureCode };
  if (isNews) log.error('payment.long-unknown', facts);
}
