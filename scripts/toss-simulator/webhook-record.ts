import { newTransmissionId } from './fresh-keys.ts';
import { kstUnmarked } from './korean-time.ts';
import type { PaymentRecord, PaymentStatus } from './payment-record.ts';
import { shownPayment } from './shown-payment.ts';

export type WebhookEvent = 'PAYMENT_STATUS_CHANGED' | 'DEPOSIT_CALLBACK';

/** One notice and how its deliveries went. */
export interface WebhookRecord {
  transmissionId: string;
  event: WebhookEvent;
  orderId: string;
  status: PaymentStatus;
  /** Exactly what is sent, the same at every try. */
  body: string;
  createdAtMs: number;
  state: 'waiting' | 'delivered' | 'given-up' | 'unaddressed';
  /** When it is sent next; null when it is not. */
  nextAtMs: number | null;
  /** The status that each try was answered with; null for no answer in time. */
  tries: (number | null)[];
}

const TOLD: readonly PaymentStatus[] = [
  'EXPIRED',
  'DONE',
  'ABORTED',
  'CANCELED',
  'PARTIAL_CANCELED',
];

/** What Toss sends when a payment has come to the status it has now. */
export function noticesOf(payment: PaymentRecord, nowMs: number): WebhookRecord[] {
  const { orderId, status, secret, lastTransactionKey } = payment;
  const createdAt = kstUnmarked(nowMs);
  const record = (event: WebhookEvent, body: object): WebhookRecord => ({
    ...{ transmissionId: newTransmissionId(), event, orderId, status },
    body: JSON.stringify(body),
    ...{ createdAtMs: nowMs, state: 'waiting', nextAtMs: nowMs, tries: [] },
  });
  const hasAccount = payment.virtualAccount !== null;
  const notices: WebhookRecord[] = [];
  if (TOLD.includes(status) || hasAccount) {
    const event = 'PAYMENT_STATUS_CHANGED';
    notices.push(
      record(event, { eventType: event, createdAt, data: shownPayment(payment, nowMs) }),
    );
  }
  if (hasAccount && status !== 'EXPIRED') {
    const body = { createdAt, secret, status, transactionKey: lastTransactionKey, orderId };
    notices.push(record('DEPOSIT_CALLBACK', body));
  }
  return notices;
}
