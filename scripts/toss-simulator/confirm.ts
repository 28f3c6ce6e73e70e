import { z } from 'zod';
import { move } from './desk.ts';
import type { Desk } from './desk.ts';
import { newTransactionKey } from './fresh-keys.ts';
import { isConfirmed } from './payment-record.ts';
import type { PaymentRecord } from './payment-record.ts';
import { endsPayment, tossError } from './toss-errors.ts';
import { openVirtualAccount } from './virtual-account.ts';

/** What an operation comes to: the payment as it now is, or the code of the refusal. */
export type Outcome = PaymentRecord | string;

// Toss's own samples send the amount as they found it in the query, a string.
const amountSchema = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);
const confirmSchema = z.object({
  paymentKey: z.string().min(1).max(200),
  orderId: z.string().min(1).max(64),
  amount: amountSchema,
});

/** Takes the money of an authenticated payment, or makes its virtual account. */
export function confirmPayment(desk: Desk, asked: unknown, refusedWith: string | null): Outcome {
  const parsed = confirmSchema.safeParse(asked);
  if (!parsed.success) return 'INVALID_REQUEST';
  const { paymentKey, orderId, amount } = parsed.data;
  const payment = desk.books.payments.get(paymentKey);
  const fault = faultOf(desk, payment, orderId, amount);
  if (fault !== null || payment === undefined) return fault ?? 'NOT_FOUND_PAYMENT_SESSION';
  const refusal = refusedWith ?? payment.confirmRefusal;
  if (refusal !== null) return refuse(desk, payment, refusal);
  payment.lastTransactionKey = newTransactionKey();
  if (payment.method === '가상계좌') return openVirtualAccount(desk, payment);
  payment.approvedAtMs = desk.now();
  move(desk, payment, 'DONE');
  return payment;
}

function faultOf(
  { books }: Desk,
  payment: PaymentRecord | undefined,
  orderId: string,
  amount: number,
): string | null {
  if (payment === undefined || payment.status === 'READY') return 'NOT_FOUND_PAYMENT_SESSION';
  if (payment.orderId !== orderId) return 'FORBIDDEN_REQUEST';
  if (isConfirmed(payment)) return 'ALREADY_PROCESSED_PAYMENT';
  if (payment.status !== 'IN_PROGRESS') return 'NOT_FOUND_PAYMENT_SESSION';
  if (payment.amountKrw !== amount) return 'INVALID_REQUEST';
  return books.ofOrder(orderId).some(isConfirmed) ? 'DUPLICATED_ORDER_ID' : null;
}

function refuse(desk: Desk, payment: PaymentRecord, code: string): string {
  if (endsPayment(code)) {
    payment.failure = { code, message: tossError(code)?.ko ?? code };
    move(desk, payment, 'ABORTED');
  }
  return code;
}
