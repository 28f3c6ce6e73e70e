import {
  confirmPayment,
  getCheckout,
  giveRefundAccount,
  giveUpAccount,
  startPayment,
} from '@sagopalgo/core/contracts/payments.ts';
import type { Deps } from '../deps.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { confirmPaid } from './confirm-payment.ts';
import { readCheckout } from './get-checkout.ts';
import { giveAccount } from './give-refund-account.ts';
import { giveUp } from './give-up-account.ts';
import { beginAttempt } from './start-payment.ts';

/** Paying for what one has won. */
export function paymentRoutes(serve: Serve, deps: Deps): void {
  serve(getCheckout, (call) => readCheckout(deps, call.params.orderId, callerOf(call).userId));

  serve(startPayment, (call) =>
    beginAttempt(deps, call.params.orderId, callerOf(call), call.body.address),
  );

  serve(confirmPayment, (call) =>
    confirmPaid(deps, { ...call.params, ...call.body, buyerId: callerOf(call).userId }),
  );

  serve(giveUpAccount, (call) => giveUp(deps, { ...call.params, buyerId: callerOf(call).userId }));

  serve(giveRefundAccount, async (call) => {
    await giveAccount(deps, call.params.orderId, callerOf(call).userId, call.body);
    return undefined;
  });
}
