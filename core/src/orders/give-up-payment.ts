import { and, asc, eq, inArray } from 'drizzle-orm';
import { orders, payments } from '../mysql/till-schema.ts';
import { learnPayment, NOT_FOUND_PROVES_AFTER_MS } from './ask-toss.ts';
import type { Learned } from './ask-toss.ts';
import { closeDeposit } from './close-deposit.ts';
import { lockOrder, moveOrder, writeOrderEvent } from './move-order.ts';
import type { OrderRow, OrderWord } from './move-order.ts';
import { rowTransaction } from '../mysql/row-transaction.ts';
import { payAgainByMs } from './pay-again.ts';
import { isOfMoney } from './payment-decision.ts';
import { changePayment, GIVEN_UP, hasMoved, lockPayment } from './payment-rows.ts';
import type { PaymentRow, TillDeps } from './payment-rows.ts';
import { GIVEN_UP_EVENT, hasStuckAttempt, OPEN_STATES } from './stand-still.ts';
import { tellParties } from './tell-parties.ts';

const GIVEN_UP_TOLD = '담당자가 확인하고 멈춘 결제를 끝냈어요. 다시 결제할 수 있어요.';

/**
 * `nothing-stuck`: no payment stands still. `too-early`: what is on its way may still be done. `not-known`:
 * Toss does not say how it stands. `money-at-toss`: it has money, or an account for it, that somebody has
 * to cancel there first.
 */
export type GivenUp =
  | { outcome: 'given-up' | 'nothing-stuck' | 'not-known' | 'money-at-toss' }
  | { outcome: 'too-early'; fromMs: number };

/**
 * Ends an attempt that goes no further by itself, by the word of an operator who has looked at Toss: the
 * order waits for its buyer again, or can be called off. Toss is asked once more before, so that nothing
 * is given up of which it tells what we can follow, nor money that it holds. Money that comes all the same
 * is found and taken as any other.
 */
export async function giveUpPayment(
  deps: TillDeps,
  order: OrderRow,
  word: OrderWord,
): Promise<GivenUp> {
  const attempt = await findOpen(deps, order);
  if (!attempt || !(await hasStuckAttempt(deps.db, order))) return { outcome: 'nothing-stuck' };
  const fromMs = (attempt.confirmingAtMs ?? 0) + NOT_FOUND_PROVES_AFTER_MS;
  if (deps.now() < fromMs) return { outcome: 'too-early', fromMs };
  const learned = await learnClosed(deps, attempt);
  const outcome = whatHinders(attempt, learned);
  if (outcome !== null) return { outcome };
  const after = await endUnderLock(deps, learned.payment, word);
  if (!after) return { outcome: 'nothing-stuck' };
  const { orderId, tossOrderId } = attempt;
  deps.log.info('payment.given-up', { orderId, tossOrderId, by: word.actorId });
  await tellParties(deps, after);
  return { outcome: 'given-up' };
}

async function findOpen({ db }: TillDeps, { orderId }: OrderRow): Promise<PaymentRow | undefined> {
  const isOpen = and(eq(payments.orderId, orderId), inArray(payments.state, OPEN_STATES));
  const [attempt] = await db
    .select()
    .from(payments)
    .where(isOpen)
    .orderBy(asc(payments.createdAtMs));
  return attempt;
}

// Nobody may go on paying into an account that is given up.
async function learnClosed(deps: TillDeps, { tossOrderId }: PaymentRow): Promise<Learned> {
  const learned = await learnPayment(deps, tossOrderId);
  const isWaiting = learned.found === 'payment' && learned.status === 'WAITING_FOR_DEPOSIT';
  if (!isWaiting || learned.payment.state !== 'waiting_for_deposit') return learned;
  await closeDeposit(deps, learned.payment);
  return await learnPayment(deps, tossOrderId);
}

function whatHinders(
  before: PaymentRow,
  learned: Learned,
): Exclude<GivenUp['outcome'], 'too-early'> | null {
  const { payment, found } = learned;
  const isClosed = before.state === 'waiting_for_deposit' && payment.state === 'failed';
  if (isClosed) return null;
  if (!OPEN_STATES.includes(payment.state)) return 'nothing-stuck';
  if (found === 'unknown') return 'not-known';
  if (found === 'not-found' || learned.status === 'CANCELED') return null;
  return isOfMoney(learned.status) ? 'money-at-toss' : null;
}

async function endUnderLock(
  { db }: TillDeps,
  seen: PaymentRow,
  word: OrderWord,
): Promise<OrderRow | null> {
  return await rowTransaction(db, async (tx) => {
    const order = await lockOrder(tx, seen.orderId);
    const payment = await lockPayment(tx, seen.tossOrderId);
    if (!order || hasMoved(seen, payment)) return null;
    const { orderId, state } = order;
    const { nowMs } = word;
    const stays = { event: GIVEN_UP_EVENT, from: state, to: state };
    await writeOrderEvent(tx, { orderId, ...stays, ...word });
    const payByMs = payAgainByMs(order, nowMs);
    if (payment.state === 'failed') {
      // Its account was closed just now, and the order with it is payable again.
      await tx.update(orders).set({ payByMs }).where(eq(orders.orderId, orderId));
      return { ...order, payByMs };
    }
    const failure = { failureCode: GIVEN_UP, failureMessage: GIVEN_UP_TOLD };
    await changePayment(tx, payment, { state: 'failed', ...failure });
    const move = payment.state === 'confirming' ? 'decline-payment' : 'lapse-deposit';
    const byUs = { actor: 'system', reason: GIVEN_UP_TOLD, nowMs } as const;
    return (await moveOrder(tx, orderId, move, byUs, { payByMs })).order;
  });
}
