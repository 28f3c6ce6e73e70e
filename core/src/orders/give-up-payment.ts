import { and, eq, inArray } from 'drizzle-orm';
import { payments } from '../mysql/till-schema.ts';
import type { PaymentState } from '../contracts/payments.ts';
import { learnPayment } from './ask-toss.ts';
import { lockOrder, moveOrder, writeOrderEvent } from './move-order.ts';
import type { OrderRow, OrderWord } from './move-order.ts';
import { orderTransaction } from './order-transaction.ts';
import { changePayment, hasMoved, lockPayment } from './payment-rows.ts';
import type { PaymentRow, TillDeps } from './payment-rows.ts';
import { GIVEN_UP_EVENT, isAtStandstill } from './stand-still.ts';
import { tellParties } from './tell-parties.ts';

const GIVEN_UP = 'GIVEN_UP';
const GIVEN_UP_TOLD = '담당자가 확인하고 멈춘 결제를 끝냈어요. 다시 결제할 수 있어요.';
const OPEN: PaymentState[] = ['confirming', 'waiting_for_deposit'];

/** `nothing-stuck`: no payment stands still. `not-known`: Toss does not say how it stands. */
export type GivenUp = 'given-up' | 'nothing-stuck' | 'not-known';

/**
 * Ends an attempt that goes no further by itself, by the word of an operator who has looked at Toss: the
 * order waits for its buyer again, or can be called off. Toss is asked once more before, so that nothing
 * is given up of which it tells what we can follow. Money that comes all the same is taken as any other.
 */
export async function giveUpPayment(
  deps: TillDeps,
  order: OrderRow,
  word: OrderWord,
): Promise<GivenUp> {
  const { orderId } = order;
  const isOpen = and(eq(payments.orderId, orderId), inArray(payments.state, OPEN));
  const [attempt] = await deps.db.select().from(payments).where(isOpen);
  if (!attempt || !(await isAtStandstill(deps.db, order))) return 'nothing-stuck';
  const learned = await learnPayment(deps, attempt.tossOrderId);
  if (!OPEN.includes(learned.payment.state)) return 'nothing-stuck';
  if (learned.found === 'unknown') return 'not-known';
  const after = await endUnderLock(deps, learned.payment, word);
  if (!after) return 'nothing-stuck';
  const { tossOrderId } = attempt;
  deps.log.info('payment.given-up', { orderId, tossOrderId, by: word.actorId });
  await tellParties(deps, after);
  return 'given-up';
}

async function endUnderLock(
  { db }: TillDeps,
  seen: PaymentRow,
  word: OrderWord,
): Promise<OrderRow | null> {
  return await orderTransaction(db, async (tx) => {
    const order = await lockOrder(tx, seen.orderId);
    const payment = await lockPayment(tx, seen.tossOrderId);
    if (!order || hasMoved(seen, payment)) return null;
    const { orderId, state } = order;
    const stays = { event: GIVEN_UP_EVENT, from: state, to: state };
    await writeOrderEvent(tx, { orderId, ...stays, ...word });
    const failure = { failureCode: GIVEN_UP, failureMessage: GIVEN_UP_TOLD };
    await changePayment(tx, payment, { state: 'failed', ...failure });
    const move = payment.state === 'confirming' ? 'decline-payment' : 'lapse-deposit';
    const byUs = { actor: 'system', reason: GIVEN_UP_TOLD, nowMs: word.nowMs } as const;
    return (await moveOrder(tx, orderId, move, byUs)).order;
  });
}
