import { and, eq } from 'drizzle-orm';
import type { BankAccount } from '@sagopalgo/core/contracts/addresses.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import type { Deps } from '../deps.ts';
import { ownOrder } from './own-order.ts';

/** Says where the deposits of an order go back to, for all of its refunds that wait for that. */
export async function giveAccount(
  deps: Pick<Deps, 'db'>,
  orderId: string,
  buyerId: string,
  account: BankAccount,
): Promise<void> {
  await ownOrder(deps, orderId, buyerId);
  const receiveAccount = JSON.stringify(account);
  const given = { state: 'pending' as const, receiveAccount, attempts: 0, triedAtMs: null };
  const [changed] = await deps.db
    .update(refunds)
    .set(given)
    .where(and(eq(refunds.orderId, orderId), eq(refunds.state, 'needs-account')));
  if (changed.affectedRows === 0) throw new RefusalError('ORDER_STATE');
}
