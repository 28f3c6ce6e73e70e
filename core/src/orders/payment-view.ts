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

/**
 * An attempt to pay as its buyer sees it: neither the key nor Toss's secret are anybody's business. Toss
 * may keep an account open for longer than the order waits for the money, which is no use to anybody.
 */
export function paymentView(
  payment: PaymentRow,
  { payByMs }: Pick<OrderRow, 'payByMs'>,
): z.output<typeof paymentSchema> {
  const { tossOrderId, state, amountKrw, method, receiptUrl, failureCode, failureMessage } =
    payment;
  // While it is being confirmed, the code says how Toss was last heard, which is no failure.
  const hasFailed = failureCode !== null && (state === 'failed' || failureCode === PASSED_ON);
  const account = virtualAccountOf(payment);
  return {
    ...{ tossOrderId, state, amountKrw, method, receiptUrl },
    virtualAccount: account && {
      ...account,
      dueAtMs: Math.min(account.dueAtMs ?? payByMs, payByMs),
    },
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

/** The same to be written down, from Toss's words. */
export function writtenAccount({ virtualAccount }: TossPayment): string | null {
  if (!virtualAccount) return null;
  const { bankCode, accountNumber, customerName, dueDate } = virtualAccount;
  const written: VirtualAccount = {
    ...{ bankCode, accountNumber, holderName: customerName },
    bankName: BANKS[bankCode] ?? '은행',
    dueAtMs: tossMomentMs(dueDate),
  };
  return JSON.stringify(written);
}
