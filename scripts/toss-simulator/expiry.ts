import { move } from './desk.ts';
import type { Desk } from './desk.ts';
import type { PaymentRecord } from './payment-record.ts';

/** From opening the payment to the buyer's authentication. */
const READY_MAX_MS = 30 * 60_000;
/** From there to the confirmation. */
const IN_PROGRESS_MAX_MS = 10 * 60_000;

/** Ends every payment and virtual account whose time is over. */
export function expireOverdue(desk: Desk): void {
  const nowMs = desk.now();
  for (const payment of desk.books.payments.values()) {
    if (nowMs >= lastMomentMs(payment)) expire(desk, payment);
  }
}

function lastMomentMs(payment: PaymentRecord): number {
  const { status, requestedAtMs, authenticatedAtMs, virtualAccount } = payment;
  if (status === 'READY') return requestedAtMs + READY_MAX_MS;
  if (status === 'IN_PROGRESS') return (authenticatedAtMs ?? requestedAtMs) + IN_PROGRESS_MAX_MS;
  if (status === 'WAITING_FOR_DEPOSIT' && virtualAccount) return virtualAccount.dueAtMs;
  return Number.POSITIVE_INFINITY;
}

function expire(desk: Desk, payment: PaymentRecord): void {
  if (payment.virtualAccount) payment.virtualAccount.expired = true;
  else payment.failure = { code: 'EXPIRED_PAYMENT', message: '결제 유효 시간이 만료되었습니다.' };
  move(desk, payment, 'EXPIRED');
}
