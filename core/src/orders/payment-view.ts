import type { z } from 'zod';
import { BANKS } from '../contracts/addresses.ts';
import type { paymentSchema } from '../contracts/payments.ts';
import { virtualAccountSchema } from '../contracts/payments.ts';
import { tossMomentMs } from '../toss/payment.ts';
import type { TossPayment } from '../toss/payment.ts';
import type { OrderRow } from './move-order.ts';
import type { PaymentRow } from './payment-rows.ts';
import { PASSED_ON } from './payment-rows.ts';

export type VirtualAccount = z.output<typeof virtualAccountSchema>;

/** An attempt to pay as its buyer sees it: neither the key nor Toss's secret are anybody's business. */
export function paymentView(payment: PaymentRow): z.output<typeof paymentSchema> {
  const { tossOrderId, state, amountKrw, method, receiptUrl, failureCode, failureMessage } =
    payment;
  // While it is being confirmed, the code says how Toss was last heard, which is no failure.
  const hasFailed = failureCode !== null && (state === 'failed' || failureCode === PASSED_ON);
  return {
    ...{ tossOrderId, state, amountKrw, method, receiptUrl },
    virtualAccount: virtualAccountOf(payment),
    failure: hasFailed ? { code: failureCode, message: failureMessage ?? '' } : null,
  };
}

/** Where a deposit is awaited, as it was written down. */
export function virtualAccountOf({
  virtualAccount,
}: Pick<PaymentRow, 'virtualAccount'>): VirtualAccount | null {
  if (virtualAccount === null) return null;
  return virtualAccountSchema.parse(JSON.parse(virtualAccount));
}

/**
 * The same to be written down, from Toss's words. Toss may take money for longer than the order waits for
 * it, and whoever paid in so late would have paid for nothing.
 */
export function writtenAccount(
  { virtualAccount }: TossPayment,
  { payByMs }: Pick<OrderRow, 'payByMs'>,
): string | null {
  if (!virtualAccount) return null;
  const { bankCode, accountNumber, customerName, dueDate } = virtualAccount;
  const written: VirtualAccount = {
    ...{ bankCode, accountNumber, holderName: customerName },
    bankName: BANKS[bankCode] ?? '은행',
    dueAtMs: Math.min(tossMomentMs(dueDate) ?? payByMs, payByMs),
  };
  return JSON.stringify(written);
}
