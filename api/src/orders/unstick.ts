import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { retryRefund } from '@sagopalgo/core/contracts/stuck-orders.ts';
import { giveUpPayment } from '@sagopalgo/core/orders/give-up-payment.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { retryRefund as retryAtToss } from '@sagopalgo/core/orders/refunds.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { ANSWER_WITHIN_MS, inTime } from '../http/in-time.ts';
import type { Change } from './change-order.ts';
import { findOrder } from './read-order.ts';
import { roleIn } from './viewer-role.ts';

const REFUSED_WITH = {
  'nothing-stuck': 'NOTHING_STUCK',
  'not-known': 'UNAVAILABLE',
  'money-at-toss': 'MONEY_AT_TOSS',
} as const;

/** Has a refund tried once more that Toss refused. For operators only. */
export async function retry(
  { tx, order, role, who }: Change,
  refundId: string,
  { reason, asksAccount }: z.output<typeof retryRefund.body>,
): Promise<OrderRow> {
  if (role !== 'operator') throw new RefusalError('FORBIDDEN');
  const isRetried = await retryAtToss(tx, order, refundId, { ...who, reason, asksAccount });
  if (!isRetried) throw new RefusalError('NOTHING_STUCK');
  return order;
}

/**
 * Ends a payment that stands still, so that the order can go on. For operators only. Where Toss is slow,
 * it is UNAVAILABLE, and ended all the same once Toss has answered.
 */
export async function giveUpStuck(
  deps: Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'toss'>,
  { caller, orderId }: { caller: Caller; orderId: string },
  reason: string,
  answerWithinMs = ANSWER_WITHIN_MS,
): Promise<void> {
  const named = await findOrder(deps.db, orderId);
  const role = roleIn(named?.order ?? null, caller);
  if (!named) throw new RefusalError('ORDER_NOT_FOUND');
  if (role !== 'operator') throw new RefusalError('FORBIDDEN');
  const word = { actor: role, actorId: caller.userId, reason, nowMs: deps.now() };
  const giving = giveUpPayment(deps, named.order, word).catch((error: unknown) => {
    deps.log.warn('payment.not-given-up', { orderId, error });
    throw error;
  });
  const given = await inTime(giving, { outcome: 'not-known' }, answerWithinMs);
  switch (given.outcome) {
    case 'given-up':
      return;
    case 'too-early':
      throw new RefusalError('TOO_EARLY', { fromMs: given.fromMs });
    default:
      throw new RefusalError(REFUSED_WITH[given.outcome]);
  }
}
