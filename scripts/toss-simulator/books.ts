import type { PaymentRecord } from './payment-record.ts';
import { isConfirmed } from './payment-record.ts';
import { Journal } from './journal.ts';
import type { Answer } from './toss-errors.ts';
import type { WebhookRecord } from './webhook-record.ts';

const ANSWERS_KEPT_MS = 15 * 86_400_000;
const WEBHOOKS_KEPT_MAX = 2_000;

/** The first answer to an idempotency key. */
export interface KeptAnswer {
  identity: string;
  answer: Answer;
  firstUsedAtMs: number;
}

type Entry =
  | { kind: 'payment'; payment: PaymentRecord }
  | { kind: 'answer'; kept: KeptAnswer }
  | { kind: 'webhook'; webhook: WebhookRecord }
  | { kind: 'offset'; offsetMs: number };

/**
 * Everything the simulator must not forget. What is touched is written by `flush`, which every
 * operation calls once, before anybody hears of it.
 */
export class Books {
  readonly payments = new Map<string, PaymentRecord>();
  readonly webhooks = new Map<string, WebhookRecord>();
  /** How far the clock was moved by hand. */
  offsetMs = 0;
  readonly #answers = new Map<string, KeptAnswer>();
  readonly #journal: Journal<Entry>;
  readonly #touched = new Map<object | string, Entry>();

  constructor(file: string | null) {
    this.#journal = new Journal(file);
    for (const entry of this.#journal.read()) this.#take(entry);
    this.#compact();
  }

  touchPayment(payment: PaymentRecord): void {
    this.payments.set(payment.paymentKey, payment);
    this.#touched.set(payment, { kind: 'payment', payment });
  }

  touchWebhook(webhook: WebhookRecord): void {
    this.webhooks.set(webhook.transmissionId, webhook);
    this.#touched.set(webhook, { kind: 'webhook', webhook });
    if (this.webhooks.size > WEBHOOKS_KEPT_MAX) this.#forgetOldestWebhook();
  }

  moveClock(ms: number): void {
    this.offsetMs += ms;
    this.#touched.set('offset', { kind: 'offset', offsetMs: this.offsetMs });
  }

  keepAnswer(kept: KeptAnswer): void {
    this.#answers.set(kept.identity, kept);
    this.#touched.set(kept, { kind: 'answer', kept });
  }

  /** The answer that an idempotency key got first, unless that was over 15 days ago. */
  keptAnswer(identity: string, nowMs: number): Answer | null {
    const kept = this.#answers.get(identity);
    if (kept === undefined) return null;
    if (nowMs - kept.firstUsedAtMs < ANSWERS_KEPT_MS) return kept.answer;
    this.#answers.delete(identity);
    return null;
  }

  /** All payments of an order, oldest first. */
  ofOrder(orderId: string): PaymentRecord[] {
    return [...this.payments.values()].filter((payment) => payment.orderId === orderId);
  }

  /** The one that was confirmed, else the one that came last. */
  shownOfOrder(orderId: string): PaymentRecord | undefined {
    const all = this.ofOrder(orderId);
    const authenticated = all.filter((payment) => payment.authenticatedAtMs !== null);
    return all.find(isConfirmed) ?? authenticated.at(-1) ?? all.at(-1);
  }

  flush(): void {
    if (this.#touched.size === 0) return;
    this.#journal.append([...this.#touched.values()]);
    this.#touched.clear();
  }

  /** Forgets everything; the clock goes by the real one again. */
  reset(): void {
    this.payments.clear();
    this.webhooks.clear();
    this.#answers.clear();
    this.#touched.clear();
    this.offsetMs = 0;
    this.#compact();
  }

  #take(entry: Entry): void {
    if (entry.kind === 'payment') this.payments.set(entry.payment.paymentKey, entry.payment);
    else if (entry.kind === 'answer') this.#answers.set(entry.kept.identity, entry.kept);
    else if (entry.kind === 'offset') this.offsetMs = entry.offsetMs;
    else this.webhooks.set(entry.webhook.transmissionId, entry.webhook);
  }

  #compact(): void {
    this.#journal.replace([
      ...[...this.payments.values()].map((payment) => ({ kind: 'payment', payment }) as const),
      ...[...this.#answers.values()].map((kept) => ({ kind: 'answer', kept }) as const),
      ...[...this.webhooks.values()].map((webhook) => ({ kind: 'webhook', webhook }) as const),
      { kind: 'offset', offsetMs: this.offsetMs },
    ]);
  }

  #forgetOldestWebhook(): void {
    const [oldest] = this.webhooks.keys();
    if (oldest !== undefined) this.webhooks.delete(oldest);
  }
}
