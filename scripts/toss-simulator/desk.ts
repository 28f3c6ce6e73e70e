import type { KeyPair } from './api-keys.ts';
import type { Books } from './books.ts';
import type { PaymentRecord, PaymentStatus } from './payment-record.ts';
import type { WebhookPost } from './webhook-post.ts';

/** What every operation on payments works with. */
export interface Desk {
  books: Books;
  webhooks: WebhookPost;
  now: () => number;
  keys: KeyPair;
  /** How long the buyer has to send money to a virtual account, unless told with the payment. */
  virtualAccountValidMs: number;
  /** Whether a payment that nobody authenticated yet is shown when it is looked up. */
  showsReady: boolean;
}

/** Puts a payment into its new status and writes down what is told of it. */
export function move(
  { books, webhooks }: Pick<Desk, 'books' | 'webhooks'>,
  payment: PaymentRecord,
  status: PaymentStatus,
): void {
  payment.status = status;
  books.touchPayment(payment);
  webhooks.tell(payment);
}
