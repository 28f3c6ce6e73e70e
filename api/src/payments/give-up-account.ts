import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { giveUpAccount } from '@sagopalgo/core/contracts/payments.ts';
import { closeDeposit } from '@sagopalgo/core/orders/close-deposit.ts';
import { paymentView } from '@sagopalgo/core/orders/payment-view.ts';
import type { ConfirmDeps } from './confirm-payment.ts';
import { outcomeOf } from './outcome-of.ts';
import { ownPayment } from './own-order.ts';

/**
 * Closes the account that waits for a buyer's deposit, who wants to pay in another way. The order can be
 * paid again once Toss has closed it, and not before: no money may come twice. Answers how the attempt
 * stands then; one that waits for no deposit stays as it is. Throws UNAVAILABLE while Toss has not closed it.
 */
export async function giveUp(
  deps: ConfirmDeps,
  asked: { orderId: string; tossOrderId: string; buyerId: string },
): Promise<z.output<typeof giveUpAccount.reply>> {
  const payment = await closeDeposit(deps, await ownPayment(deps, asked));
  if (payment.state === 'waiting_for_deposit') throw new RefusalError('UNAVAILABLE');
  return { outcome: outcomeOf(payment), payment: paymentView(payment) };
}
