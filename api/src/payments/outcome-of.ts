import type { z } from 'zod';
import type { confirmPayment } from '@sagopalgo/core/contracts/payments.ts';
import { PASSED_ON } from '@sagopalgo/core/orders/payment-rows.ts';
import type { PaymentRow } from '@sagopalgo/core/orders/payment-rows.ts';

type Outcome = z.output<typeof confirmPayment.reply>['outcome'];

/** What an attempt to pay has come to, as its buyer is told. */
export function outcomeOf({ state, failureCode }: PaymentRow): Outcome {
  switch (state) {
    case 'done':
    case 'cancelled':
      // What came for an order that had been passed on has paid for nothing, and goes back.
      return failureCode === PASSED_ON ? 'declined' : 'paid';
    case 'waiting_for_deposit':
      return 'awaiting_deposit';
    case 'failed':
      return 'declined';
    case 'pending':
    case 'confirming':
      return 'checking';
    default:
      throw new Error(`unforeseen: ${String(state satisfies never)}`);
  }
}
