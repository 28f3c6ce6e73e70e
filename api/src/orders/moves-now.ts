import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { moveFromMs } from '@sagopalgo/core/rules/order-deadlines.ts';
import type { OrderStanding, OrderTerms } from '@sagopalgo/core/rules/order-deadlines.ts';
import { movesOf, ORDER_STATES, orderAfter } from '@sagopalgo/core/rules/order-states.ts';
import type { OrderActor, OrderMove } from '@sagopalgo/core/rules/order-states.ts';

/** When it is, and by which terms. */
export interface TermsNow {
  terms: OrderTerms;
  nowMs: number;
}

/** The moves that somebody may make of an order now. Paying is none: it begins by itself when confirmed. */
export function movesNow(
  order: OrderStanding,
  actor: OrderActor,
  { terms, nowMs }: TermsNow,
): OrderMove[] {
  return movesOf(order.state, actor).filter(
    (move) => move !== 'begin-payment' && (moveFromMs(order, move, actor, terms) ?? 0) <= nowMs,
  );
}

/**
 * Throws where somebody may not make a move of an order now: FORBIDDEN when never, ORDER_STATE when not
 * as it stands, TOO_EARLY when not yet.
 */
export function checkMove(
  order: OrderStanding,
  move: OrderMove,
  actor: OrderActor,
  { terms, nowMs }: TermsNow,
): void {
  const mayEver = ORDER_STATES.some((state) => orderAfter(state, move, actor) !== null);
  if (!mayEver) throw new RefusalError('FORBIDDEN');
  if (orderAfter(order.state, move, actor) === null) {
    throw new RefusalError('ORDER_STATE', { orderState: order.state });
  }
  const fromMs = moveFromMs(order, move, actor, terms);
  if (fromMs !== null && nowMs < fromMs) throw new RefusalError('TOO_EARLY', { fromMs });
}
