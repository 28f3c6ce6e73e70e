import { endSessionsOfPerson } from '@sagopalgo/core/accounts/end-sessions.ts';
import { erasePerson } from '@sagopalgo/core/accounts/erase-person.ts';
import { findOpenMatters } from '@sagopalgo/core/accounts/open-matters.ts';
import type { OpenMatters } from '@sagopalgo/core/accounts/open-matters.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { tellEndedEverywhere } from '../http/ended-families.ts';
import { withoutBids } from './bar-bidding.ts';
import { findSelf } from './find-self.ts';
import { lockAsSeen } from './lock-as-seen.ts';
import { proveOwner } from './prove-owner.ts';
import type { OwnerProof } from './prove-owner.ts';

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'hashing' | 'limits' | 'spentTokens'>;

/**
 * Ends an account: nobody is signed in to it any more, and the record forgets who it was. Throws IS_OPERATOR,
 * WRONG_PASSWORD, SIGN_IN_AGAIN, UNAVAILABLE, and LEAVING_BLOCKED with what is open. Nothing opens meanwhile: the judge
 * takes no bid of theirs, and what they list waits for the lock of their row.
 */
export async function leave(deps: Used, caller: Caller, proof: OwnerProof): Promise<void> {
  const { db, now, log } = deps;
  const { userId } = caller;
  const self = await findSelf(deps, userId);
  if (self.role === 'ADMIN') throw new RefusalError('IS_OPERATOR');
  await proveOwner(deps, self, caller, proof);
  // Most know by this already, and nobody has to be barred anywhere.
  refuseOpen(await findOpenMatters(db, userId), []);
  const ended = await withoutBids(deps, userId, ({ led, checkTime }) =>
    rowTransaction(db, async (tx) => {
      const user = await lockAsSeen(tx, self);
      refuseOpen(await findOpenMatters(tx, userId), led);
      const sessions = await endSessionsOfPerson(tx, { userId, exceptFamilyId: null }, now());
      await erasePerson(tx, user, now());
      checkTime();
      return sessions;
    }),
  );
  await tellEndedEverywhere(deps, ended);
  log.info('user.left', { userId });
}

// The judge is ahead of the record, which knows of others' matters as well.
function refuseOpen({ orders, auctions }: OpenMatters, led: OpenMatters['auctions']): void {
  const unrecorded = led.filter(({ auctionId }) =>
    auctions.every((each) => each.auctionId !== auctionId),
  );
  const open = { orders, auctions: [...auctions, ...unrecorded] };
  if (open.orders.length + open.auctions.length > 0) {
    throw new RefusalError('LEAVING_BLOCKED', open);
  }
}
