import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { lockOrder, moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderRow, OrderWord } from '@sagopalgo/core/orders/move-order.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { readTerms } from '@sagopalgo/core/orders/read-terms.ts';
import { tellParties } from '@sagopalgo/core/orders/tell-parties.ts';
import type { OrderMove } from '@sagopalgo/core/rules/order-states.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { checkMove } from './moves-now.ts';
import type { TermsNow } from './moves-now.ts';
import { roleIn } from './viewer-role.ts';
import type { ViewerRole } from './viewer-role.ts';

export type ChangeDeps = Pick<Deps, 'db' | 'redis' | 'log' | 'now'>;

/** An order under its lock, and whoever is about to change it. */
export interface Change extends TermsNow {
  tx: Tx;
  order: OrderRow;
  role: ViewerRole;
  /** Who changes it, and when; why is said with each move. */
  who: Omit<OrderWord, 'reason'>;
}

/**
 * Changes an order in a transaction of its own, under its lock, in the name of whoever calls, and tells
 * both parties when it has been committed. `change` returns the order as it stands then, or null when
 * nothing was to be changed.
 */
export async function changeOrder(
  deps: ChangeDeps,
  { caller, orderId }: { caller: Caller; orderId: string },
  change: (under: Change) => Promise<OrderRow | null>,
): Promise<void> {
  const terms = await readTerms(deps.db);
  const changed = await rowTransaction(deps.db, async (tx) => {
    const order = await lockOrder(tx, orderId);
    const role = roleIn(order, caller);
    if (!order) throw new RefusalError('ORDER_NOT_FOUND');
    const nowMs = deps.now();
    const who = { actor: role, actorId: caller.userId, nowMs };
    return await change({ tx, order, role, who, terms, nowMs });
  });
  if (!changed) return;
  const { state, stateAtMs } = changed;
  deps.log.info('order.changed', { orderId, state, stateAtMs, by: caller.userId });
  await tellParties(deps, changed);
}

/** Makes a move of an order that is being changed, and says why; throws where it may not be made now. */
export async function makeMove(
  { tx, order, role, who, terms, nowMs }: Change,
  move: OrderMove,
  reason: string,
  also: Parameters<typeof moveOrder>[4] = {},
): Promise<OrderRow> {
  checkMove(order, move, role, { terms, nowMs });
  const moved = await moveOrder(tx, order.orderId, move, { ...who, reason }, also);
  if (!moved.isMoved) throw new Error(`order ${order.orderId} moved under its lock`);
  return moved.order;
}
