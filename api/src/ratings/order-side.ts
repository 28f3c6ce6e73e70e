import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import type { RatingSide } from '@sagopalgo/core/rules/reporting.ts';
import type { Caller } from '../http/authenticate.ts';

/**
 * Which party of an order somebody is; null for an operator, who is none. To strangers there is no such order:
 * throws ORDER_NOT_FOUND.
 */
export function sideOf(
  order: Pick<OrderRow, 'buyerId' | 'sellerId'> | null,
  { userId, role }: Pick<Caller, 'userId' | 'role'>,
): RatingSide | null {
  if (order?.buyerId === userId) return 'buyer';
  if (order?.sellerId === userId) return 'seller';
  if (order && role === 'ADMIN') return null;
  throw new RefusalError('ORDER_NOT_FOUND');
}
