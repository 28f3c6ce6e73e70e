import { passOn } from '@sagopalgo/core/orders/pass-on.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';
import { expireOrder } from './expire-order.ts';
import { findDueOffers, findDueOrders, findToPassOn } from './find-due.ts';
import { lapseOffer } from './lapse-offer.ts';

type Used = Pick<Connections, 'db' | 'redis' | 'log' | 'now'>;

/** How many were done of each; what another run did first is not among them. */
export interface Swept {
  expired: number;
  lapsed: number;
  offered: number;
  returned: number;
}

/**
 * Ends what was not paid or answered in time, and takes the next step for every auction that has none:
 * the runner-up is asked, or the thing goes back to its seller. What was cut off between two steps is
 * found again by the next run; twice at once is harmless. One that fails holds up no other; then it throws.
 */
export async function expireOrders(connections: Used): Promise<Swept> {
  const errors: unknown[] = [];
  const each = async <Item, Result>(
    find: (deps: Used) => Promise<Item[]>,
    work: (deps: Used, item: Item) => Promise<Result>,
  ): Promise<Result[]> => {
    try {
      return await tryEvery(await find(connections), (item) => work(connections, item));
    } catch (error) {
      errors.push(error);
      return [];
    }
  };
  const expired = await each(findDueOrders, expireOrder);
  const lapsed = await each(findDueOffers, lapseOffer);
  const steps = await each(findToPassOn, passOn);
  if (errors.length > 0) throw new AggregateError(errors, 'not all that was due was done');
  return {
    expired: expired.filter(Boolean).length,
    lapsed: lapsed.filter(Boolean).length,
    offered: steps.filter((step) => step === 'offered').length,
    returned: steps.filter((step) => step === 'returned').length,
  };
}
