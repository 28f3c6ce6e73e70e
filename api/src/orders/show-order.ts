import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { readTerms } from '@sagopalgo/core/orders/read-terms.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { orderView } from './order-view.ts';
import { findOrder, readPapers } from './read-order.ts';
import { roleIn } from './viewer-role.ts';

/** An order as whoever asks may see it; throws ORDER_NOT_FOUND for strangers. */
export async function showOrder(
  deps: Pick<Deps, 'db' | 'now' | 'settings'>,
  caller: Caller,
  orderId: string,
): Promise<Order> {
  const [named, terms] = await Promise.all([findOrder(deps.db, orderId), readTerms(deps.db)]);
  const role = roleIn(named?.order ?? null, caller);
  if (!named) throw new RefusalError('ORDER_NOT_FOUND');
  const papers = await readPapers(deps, named.order);
  const { imagesBaseUrl } = deps.settings;
  return orderView(named, { role, papers, terms, imagesBaseUrl, nowMs: deps.now() });
}
