import { z } from 'zod';
import type { Outcome } from './confirm.ts';
import { move } from './desk.ts';
import type { Desk } from './desk.ts';
import { newTransactionKey } from './fresh-keys.ts';
import { balanceKrw } from './payment-record.ts';
import type { PaymentMethod, PaymentRecord, VirtualAccountRecord } from './payment-record.ts';

const DAY_MS = 86_400_000;
/** Until when money can be given back this way. */
const REFUND_MAX_MS = new Map<PaymentMethod, number>([
  ['계좌이체', 180 * DAY_MS],
  ['가상계좌', 365 * DAY_MS],
]);

const cancelSchema = z.object({
  cancelReason: z.string().min(1).max(200),
  cancelAmount: z.int().positive().optional(),
  refundableAmount: z.int().min(0).optional(),
  currency: z.literal('KRW').optional(),
  taxFreeAmount: z.int().min(0).optional(),
  refundReceiveAccount: z.unknown().optional(),
});
type Asked = z.infer<typeof cancelSchema>;

const accountSchema = z.object({
  bank: z.string().min(1),
  accountNumber: z.string().regex(/^\d{1,20}$/),
  holderName: z.string().min(1).max(60),
});

/** Gives money back, all that is left or a part; or closes a virtual account that waits. */
export function cancelPayment(
  desk: Desk,
  paymentKey: string,
  asked: unknown,
  refusedWith: string | null,
): Outcome {
  const payment = desk.books.payments.get(paymentKey);
  if (payment === undefined || payment.authenticatedAtMs === null) return 'NOT_FOUND_PAYMENT';
  const parsed = cancelSchema.safeParse(asked);
  if (!parsed.success) return 'INVALID_REQUEST';
  const fault = statusFault(payment, parsed.data) ?? amountFault(desk, payment, parsed.data);
  if (fault !== null) return fault;
  if (payment.virtualAccount !== null && payment.approvedAtMs !== null) {
    const accountFault = takeRefundAccount(payment.virtualAccount, parsed.data, refusedWith);
    if (accountFault !== null) return accountFault;
  }
  if (refusedWith !== null) return refusedWith;
  giveBack(desk, payment, parsed.data);
  return payment;
}

function statusFault(payment: PaymentRecord, asked: Asked): string | null {
  switch (payment.status) {
    case 'DONE':
    case 'PARTIAL_CANCELED':
      return null;
    case 'CANCELED':
      return 'ALREADY_CANCELED_PAYMENT';
    case 'WAITING_FOR_DEPOSIT': {
      const partial = (asked.cancelAmount ?? payment.amountKrw) < payment.amountKrw;
      return partial ? 'NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT' : null;
    }
    default:
      return 'NOT_CANCELABLE_PAYMENT';
  }
}

function amountFault(desk: Desk, payment: PaymentRecord, asked: Asked): string | null {
  const balance = balanceKrw(payment);
  const { refundableAmount = balance, cancelAmount = balance } = asked;
  if (refundableAmount !== balance) return 'NOT_MATCHES_REFUNDABLE_AMOUNT';
  if (cancelAmount > balance || balance === 0) return 'NOT_CANCELABLE_AMOUNT';
  const maxMs = REFUND_MAX_MS.get(payment.method);
  if (maxMs === undefined || payment.approvedAtMs === null) return null;
  return desk.now() > payment.approvedAtMs + maxMs ? 'EXCEED_MAX_REFUND_DUE' : null;
}

function takeRefundAccount(
  account: VirtualAccountRecord,
  { refundReceiveAccount }: Asked,
  refusedWith: string | null,
): string | null {
  const parsed = accountSchema.safeParse(refundReceiveAccount);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path[0];
    if (field === 'accountNumber') return 'INVALID_REFUND_ACCOUNT_NUMBER';
    return field === 'bank' ? 'INVALID_BANK' : 'INVALID_REFUND_ACCOUNT_INFO';
  }
  if (refusedWith !== null) return null;
  const { bank: bankCode, accountNumber, holderName } = parsed.data;
  account.refundReceiveAccount = { bankCode, accountNumber, holderName };
  account.refundStatus = 'COMPLETED';
  return null;
}

function giveBack(desk: Desk, payment: PaymentRecord, asked: Asked): void {
  const balance = balanceKrw(payment);
  const amountKrw = asked.cancelAmount ?? balance;
  const transactionKey = newTransactionKey();
  payment.lastTransactionKey = transactionKey;
  payment.cancels.push({
    ...{ amountKrw, transactionKey, reason: asked.cancelReason },
    refundableKrw: balance - amountKrw,
    canceledAtMs: desk.now(),
  });
  // One whose last won is given back in parts stays PARTIAL_CANCELED at Toss.
  const atOnce = amountKrw === payment.amountKrw;
  move(desk, payment, atOnce ? 'CANCELED' : 'PARTIAL_CANCELED');
}
