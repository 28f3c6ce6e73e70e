import { listMySales, listMyWins } from '@sagopalgo/core/contracts/orders.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import type { ShowDeps } from '../views/show-auctions.ts';
import { findSales } from './find-sales.ts';
import { findWins } from './find-wins.ts';

/** What one sells and what one has won. */
export function orderRoutes(serve: Serve, deps: ShowDeps): void {
  serve(listMySales, (call) => findSales(deps, callerOf(call).userId, call.query));

  serve(listMyWins, (call) => findWins(deps, callerOf(call).userId, call.query));
}
