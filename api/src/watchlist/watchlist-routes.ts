import { listWatched, unwatchAuction, watchAuction } from '@sagopalgo/core/contracts/watchlist.ts';
import type { Deps } from '../deps.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { findWatched } from './find-watched.ts';
import { unwatch, watch } from './watch-auction.ts';

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'settings' | 'records'>;

/** What people keep an eye on (관심). */
export function watchlistRoutes(serve: Serve, deps: Used): void {
  serve(watchAuction, (call) => watch(deps, callerOf(call).userId, call.params.auctionId));
  serve(unwatchAuction, (call) => unwatch(deps, callerOf(call).userId, call.params.auctionId));
  serve(listWatched, (call) => findWatched(deps, callerOf(call).userId, call.query));
}
