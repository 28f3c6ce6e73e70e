import type { BankAccount } from '@sagopalgo/core/contracts/addresses.ts';
import { payoutAccounts } from '@sagopalgo/core/mysql/till-schema.ts';
import type { Deps } from '../deps.ts';

/**
 * Keeps where a seller's money goes from now on. What was paid out before went where it went: each payout
 * holds the account of its own time.
 */
export async function keepPayoutAccount(
  { db, log, now }: Pick<Deps, 'db' | 'log' | 'now'>,
  userId: string,
  account: BankAccount,
): Promise<BankAccount> {
  const row = { ...account, changedAtMs: now() };
  await db
    .insert(payoutAccounts)
    .values({ userId, ...row })
    .onDuplicateKeyUpdate({ set: row });
  log.info('payout-account.set', { userId, bank: account.bank });
  return account;
}
