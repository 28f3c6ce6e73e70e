import { and, asc, eq, inArray, isNull, lt, ne, not, or, sql } from 'drizzle-orm';
import { orders, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import { closeDeposit } from '@sagopalgo/core/orders/close-deposit.ts';
import { LONG_UNKNOWN_MS, unknownSinceMs } from '@sagopalgo/core/orders/long-unknown.ts';
import { hasLostSale } from '@sagopalgo/core/orders/lost-sales.ts';
import type { PaymentRow, TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';
import { virtualAccountOf } from '@sagopalgo/core/orders/payment-view.ts';
import { tellLongUnknown } from '@sagopalgo/core/orders/stand-still.ts';
import { PAID_STATES } from '@sagopalgo/core/rules/order-states.ts';
import { tryEvery } from '../try-every.ts';

const ACCOUNTS_A_RUN = 50;
/** How often Toss is asked about an account unbidden, as a webhook may never come. */
const ASKED_EVERY_MS = 5 * 60_000;
/** Past its time, Toss is given this long to close an account itself. */
const CLOSED_BY_TOSS_WITHIN_MS = 5 * 60_000;
/** Of an order that has ended, an account is asked about and closed at once. */
const PAUSE_MS = 5_000;

/**
 * Asks how the accounts stand that wait for money, and closes those whose order waits no longer: it has
 * expired at our own deadline, however late Toss would have taken the money, or was paid otherwise. One of
 * which the bank took the money back once the order had gone on stays open as long as Toss has it so: what
 * comes after all is what is missing. Of one that Toss says nothing of for long, a person is told: its
 * order waits, as somebody may have paid in.
 */
export async function watchDeposits(deps: TillDeps): Promise<void> {
  const nowMs = deps.now();
  const { state, askedAtMs } = payments;
  const isGoingOn = sql<number>`${and(inArray(orders.state, PAID_STATES), hasLostSale(deps.db))}`;
  const isEnded = and(ne(orders.state, 'awaiting_deposit'), not(isGoingOn));
  const isOver = and(isEnded, lt(askedAtMs, nowMs - PAUSE_MS));
  const waiting = await deps.db
    .select({ payment: payments, orderState: orders.state, isGoingOn: isGoingOn.mapWith(Number) })
    .from(payments)
    .innerJoin(orders, eq(orders.orderId, payments.orderId))
    .where(
      and(
        eq(state, 'waiting_for_deposit'),
        or(isNull(askedAtMs), lt(askedAtMs, nowMs - ASKED_EVERY_MS), isOver),
      ),
    )
    .orderBy(asc(askedAtMs))
    .limit(ACCOUNTS_A_RUN);
  await tryEvery(waiting, async ({ payment, orderState, isGoingOn: isLost }) => {
    if (isLost === 1) await learnPayment(deps, payment.tossOrderId);
    else await watch(deps, payment, orderState === 'awaiting_deposit');
  });
}

async function watch(deps: TillDeps, seen: PaymentRow, isAwaited: boolean): Promise<void> {
  const { payment, found } = await learnPayment(deps, seen.tossOrderId);
  if (payment.state !== 'waiting_for_deposit') return;
  if (found !== 'payment') {
    const isLong = unknownSinceMs(payment) < deps.now() - LONG_UNKNOWN_MS;
    if (isLong) await tellLongUnknown(deps, payment);
    return;
  }
  const dueAtMs = virtualAccountOf(payment)?.dueAtMs ?? Infinity;
  const isPast = deps.now() > dueAtMs + CLOSED_BY_TOSS_WITHIN_MS;
  if (!isAwaited || isPast) await closeDeposit(deps, payment);
}
