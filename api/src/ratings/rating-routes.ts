import { getOrderRatings, rateOrder } from '@sagopalgo/core/contracts/ratings.ts';
import type { Deps } from '../deps.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { rate } from './rate-order.ts';
import { showOrderRatings } from './show-order-ratings.ts';

/** What buyers and sellers think of each other once a thing has come. */
export function ratingRoutes(serve: Serve, deps: Pick<Deps, 'db' | 'redis' | 'log' | 'now'>): void {
  serve(rateOrder, async (call) => {
    const caller = callerOf(call);
    const { orderId } = call.params;
    await rate(deps, caller, { orderId, ...call.body });
    deps.log.info('order.rated', { orderId });
    return await showOrderRatings(deps, caller, orderId);
  });

  serve(getOrderRatings, (call) => showOrderRatings(deps, callerOf(call), call.params.orderId));
}
