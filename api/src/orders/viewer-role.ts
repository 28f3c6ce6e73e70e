import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import type { Caller } from '../http/authenticate.ts';

/** As what somebody looks at an order, and acts on it. */
export type ViewerRole = 'buyer' | 'seller' | 'operator';

/**
 * What somebody is to an order. A party is never its operator too: nobody decides their own case. To
 * strangers there is no such order: throws ORDER_NOT_FOUND.
 */
export function roleIn(
  order: Pick<OrderRow, 'buyerId' | 'sellerId'> | null,
  { userId, role }: Pick<Caller, 'userId' | 'role'>,
): ViewerRole {
  if (order?.buyerId === userId) return 'buyer';
  if (order?.sellerId === userId) return 'seller';
  if (order && role === 'ADMIN') return 'operator';
  throw new RefusalError('ORDER_NOT_FOUND');
}
