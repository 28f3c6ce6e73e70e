import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { giveUpPayment } from '@sagopalgo/core/orders/give-up-payment.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { retryRefund } from '@sagopalgo/core/orders/refunds.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
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
  reason: string,
): Promise<OrderRow> {
  if (role !== 'operator') throw new RefusalError('FORBIDDEN');
  const isRetried = await retryRefund(tx, order, refundId, { ...who, reason });
  if (!isRetried) throw new RefusalError('NOTHING_STUCK');
  return order;
}

/** Ends a payment that stands still, so that the order can go on. For operators only. */
export async function giveUpStuck(
  deps: Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'toss'>,
  { caller, orderId }: { caller: Caller; orderId: string },
  reason: string,
): Promise<void> {
  const named = await findOrder(deps.db, orderId);
  const role = roleIn(named?.order ?? null, caller);
  if (!named) throw new RefusalError('ORDER_NOT_FOUND');
  if (role !== 'operator') throw new RefusalError('FORBIDDEN');
  const word = { actor: role, actorId: caller.userId, reason, nowMs: deps.now() };
  const given = await giveUpPayment(deps, named.order, word);
  switch (given.outcome) {
    case 'given-up':
      return;
    case 'too-early':
      throw new RefusalError('TOO_EARLY', { fromMs: given.fromMs });
    default:
      throw new RefusalError(REFUSED_WITH[given.outcome]);
  }
}
