import {
  getMySettlement,
  getTerms,
  listPayouts,
  listShieldingPairs,
  setTerms,
} from '@sagopalgo/core/contracts/till.ts';
import { readTerms } from '@sagopalgo/core/orders/read-terms.ts';
import type { Deps } from '../deps.ts';
import { callerOf, operatorOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { changeTerms } from './change-terms.ts';
import { findPayouts } from './find-payouts.ts';
import { findSettlement } from './find-settlement.ts';
import { findShieldingPairs } from './find-shielding-pairs.ts';

/** The seller's money, and the till's terms and lists for operators. */
export function tillRoutes(serve: Serve, deps: Pick<Deps, 'db' | 'log' | 'now'>): void {
  const { db, log } = deps;

  serve(getTerms, () => readTerms(db));

  serve(setTerms, (call) => changeTerms(deps, operatorOf(call).userId, call.body));

  serve(getMySettlement, (call) => findSettlement(db, callerOf(call).userId, call.query));

  serve(listPayouts, async (call) => {
    const { userId: operatorId } = operatorOf(call);
    const page = await findPayouts(db, call.query);
    // They hold the account numbers of others: who reads them is written down.
    log.info('payouts.listed', { operatorId, count: page.items.length });
    return page;
  });

  serve(listShieldingPairs, async (call) => {
    operatorOf(call);
    return { items: await findShieldingPairs(db) };
  });
}
