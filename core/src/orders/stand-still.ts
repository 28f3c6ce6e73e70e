import { and, desc, eq, inArray, ne, or } from 'drizzle-orm';
import type { PaymentState } from '../contracts/payments.ts';
import type { Db, Tx } from '../mysql/connect.ts';
import { orderEvents, payments } from '../mysql/till-schema.ts';
import { maskedKey } from '../toss/payment.ts';
import { isLackingMoney, isSaleLost } from './lost-sales.ts';
import { lockOrder, writeOrderEvent } from './move-order.ts';
import type { OrderRow } from './move-order.ts';
import { rowTransaction } from '../mysql/row-transaction.ts';
import { hasMoved, lockPayment } from './payment-rows.ts';
import type { PaymentRow, TillDeps } from './payment-rows.ts';

const EVENT = 'payment-stands-still';
/** An operator has ended the attempt that stood still. */
export const GIVEN_UP_EVENT = 'payment-given-up';
/** A deposit that the bank had taken back has come again. */
export const CAME_BACK_EVENT = 'deposit-came-back';
const ENDING: string[] = [GIVEN_UP_EVENT, CAME_BACK_EVENT];
/** What comes of an attempt that stands so is not known yet. */
export const OPEN_STATES: PaymentState[] = ['confirming', 'waiting_for_deposit'];
const TOLD_TO_THE_PARTIES = '결제를 담당자가 확인하고 있어요.';

/**
 * Notes in an order's history that its payment goes no further until a person has looked at it; the
 * parties read no more than that. True the first time since the order last moved, to be told once; and
 * again after a person has helped.
 */
export async function noteStandstill(tx: Tx, order: OrderRow, nowMs: number): Promise<boolean> {
  const { orderId, state } = order;
  if (await isAtStandstill(tx, order)) return false;
  const word = { actor: 'system', reason: TOLD_TO_THE_PARTIES, nowMs } as const;
  await writeOrderEvent(tx, { orderId, event: EVENT, from: state, to: state, ...word });
  return true;
}

/** Whether an order waits for a person: a payment of it is open, or money that it goes on without. */
export async function isStuck(db: Db | Tx, order: Pick<OrderRow, 'orderId'>): Promise<boolean> {
  return (await hasStuckAttempt(db, order)) || (await isLackingMoney(db, order));
}

/** Whether a payment is open that waits for a person, of an order that does not go on without it. */
export async function hasStuckAttempt(
  db: Db | Tx,
  order: Pick<OrderRow, 'orderId'>,
): Promise<boolean> {
  if (await isSaleLost(db, order)) return false;
  const isOpen = inArray(payments.state, OPEN_STATES);
  const open = await db.$count(payments, and(eq(payments.orderId, order.orderId), isOpen));
  return open > 0 && (await isAtStandstill(db, order));
}

/** Tells a person, once, of an attempt about which Toss gives no answer for too long. */
export async function tellLongUnknown({ db, log, now }: TillDeps, seen: PaymentRow): Promise<void> {
  const { orderId, tossOrderId, paymentKey, failureCode } = seen;
  const isNews = await rowTransaction(db, async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (!order || hasMoved(seen, await lockPayment(tx, tossOrderId))) return false;
    return await noteStandstill(tx, order, now());
  });
  const facts = { orderId, tossOrderId, paymentKey: maskedKey(paymentKey), failureCode };
  if (isNews) log.error('payment.long-unknown', facts);
}

/**
 * Whether it was noted that an order waits for a person, and it has neither moved since nor has anybody
 * helped. What was noted of one attempt says nothing of the next, which begins with a move.
 */
async function isAtStandstill(
  db: Db | Tx,
  { orderId }: Pick<OrderRow, 'orderId'>,
): Promise<boolean> {
  const { event, fromState, toState, eventId } = orderEvents;
  const isTelling = or(ne(fromState, toState), inArray(event, [EVENT, ...ENDING]));
  const [last] = await db
    .select({ event })
    .from(orderEvents)
    .where(and(eq(orderEvents.orderId, orderId), isTelling))
    .orderBy(desc(eventId))
    .limit(1);
  return last?.event === EVENT;
}
