import { putPayoutAccountMail } from '@sagopalgo/core/accounts/payout-account-mail.ts';
import type { BankAccount } from '@sagopalgo/core/contracts/addresses.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { payoutAccounts } from '@sagopalgo/core/mysql/till-schema.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { findSelf } from './find-self.ts';
import { lockAsSeen } from './lock-as-seen.ts';
import { proveOwner } from './prove-owner.ts';
import type { OwnerProof } from './prove-owner.ts';
import { publicOrigin } from './public-origin.ts';

type Used = Pick<Deps, 'db' | 'log' | 'now' | 'hashing' | 'limits' | 'settings'>;

/**
 * Keeps where a seller's money goes from now on, as its owner says, who is told of it by mail at an address that is
 * proven. What was paid out before went where it went: each payout holds the account of its own time. Throws
 * WRONG_PASSWORD, SIGN_IN_AGAIN and RATE_LIMITED.
 */
export async function keepPayoutAccount(
  deps: Used,
  caller: Caller,
  account: BankAccount,
  proof: OwnerProof,
): Promise<BankAccount> {
  const { db, log, now } = deps;
  const { userId } = caller;
  const self = await findSelf(deps, userId);
  await proveOwner(deps, self, caller, proof);
  const row = { ...account, changedAtMs: now() };
  await rowTransaction(db, async (tx) => {
    const user = await lockAsSeen(tx, self);
    await tx
      .insert(payoutAccounts)
      .values({ userId, ...row })
      .onDuplicateKeyUpdate({ set: row });
    await putPayoutAccountMail(tx, user, { account, origin: publicOrigin(deps) }, now());
  });
  log.info('payout-account.set', { userId, bank: account.bank });
  return account;
}
