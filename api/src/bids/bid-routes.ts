import { listBids, listMyBids, placeBid } from '@sagopalgo/core/contracts/bids.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Deps } from '../deps.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { traceOfBid } from '../http/request-context.ts';
import { bid } from './bid.ts';
import { findHistory } from './find-history.ts';
import { findMyBids } from './find-my-bids.ts';

type Used = Pick<
  Deps,
  'db' | 'redis' | 'redisClock' | 'log' | 'now' | 'settings' | 'metrics' | 'seen' | 'pace' | 'gate'
>;

/** Bidding, which comes in rushes; bound before the router, and in it for what goes the long way. */
export function rushRoutes(serve: Serve, deps: Used): void {
  // No `async` of its own: what waits for nothing must not pay for waiting.
  serve(placeBid, (call) => {
    const { userId, role } = callerOf(call);
    // Operators see more than bidders may.
    if (role === 'ADMIN') throw new RefusalError('FORBIDDEN');
    // A block comes before everything of the judge's, the answer to a repeated bid as well.
    const asking = deps.gate.admit(userId, call.params.auctionId, call.body);
    const decide = () => {
      const trace = traceOfBid(call.body.bidId, call.response);
      return bid(deps, userId, call.params.auctionId, call.body, trace);
    };
    return asking ? asking.then(decide) : decide();
  });
}

/** Bidding, what was bid on an auction, and what one has bid on. */
export function bidRoutes(serve: Serve, deps: Used): void {
  rushRoutes(serve, deps);

  serve(listBids, ({ params, query }) => findHistory(deps, params.auctionId, query));

  serve(listMyBids, (call) => findMyBids(deps, callerOf(call).userId, call.query));
}
