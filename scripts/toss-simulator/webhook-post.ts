import { setTimeout as pause } from 'node:timers/promises';
import { kstWithOffset } from './korean-time.ts';
import type { Books } from './books.ts';
import type { PaymentRecord } from './payment-record.ts';
import { noticesOf } from './webhook-record.ts';
import type { WebhookRecord } from './webhook-record.ts';

const MINUTE_MS = 60_000;
const RETRY_AFTER_MIN = [1, 4, 16, 64, 256, 1_024, 4_096];
const ANSWER_WITHIN_MS = 10_000;
const SETTLED_WITHIN_MS = 30_000;
const POLL_MS = 5;

/** Where notices go and how fast their tries follow each other. */
export interface WebhookOptions {
  url: string | null;
  /** Toss's pauses between tries (1, 4, 16 … minutes) are divided by this. */
  retrySpeed: number;
}

/** Sends notices, tries again by the simulator's clock, and can be held back or told to repeat. */
export class WebhookPost {
  readonly #books: Books;
  readonly #now: () => number;
  readonly #options: WebhookOptions;
  readonly #underWay = new Map<string, Promise<void>>();
  #held = false;
  readonly #stopping = new AbortController();

  constructor(books: Books, now: () => number, options: WebhookOptions) {
    this.#books = books;
    this.#now = now;
    this.#options = { ...options };
  }

  /** Where notices go from now on; with null they are written down and not sent. */
  sendTo(url: string | null): void {
    this.#options.url = url;
  }

  /** Writes down what is to be told of a payment's new status; `pump` sends it. */
  tell(payment: PaymentRecord): void {
    for (const notice of noticesOf(payment, this.#now())) {
      if (this.#options.url === null)
        Object.assign(notice, { state: 'unaddressed', nextAtMs: null });
      this.#books.touchWebhook(notice);
    }
  }

  /** All notices, oldest first. */
  list(): WebhookRecord[] {
    return structuredClone([...this.#books.webhooks.values()]);
  }

  /** Keeps all notices back until `release`. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.pump();
  }

  /** Sends a notice once more, whatever became of it, as the developer centre's button does. */
  resend(transmissionId: string): void {
    const notice = this.#books.webhooks.get(transmissionId);
    if (notice === undefined) throw new Error(`no webhook ${transmissionId}`);
    Object.assign(notice, { state: 'waiting', nextAtMs: this.#now() });
    this.#books.touchWebhook(notice);
    this.pump();
  }

  /** Resolves when nothing is being sent and nothing is due; later tries are not waited for. */
  async settled(): Promise<void> {
    const untilMs = Date.now() + SETTLED_WITHIN_MS;
    while (this.#underWay.size > 0 || (!this.#held && this.#due().length > 0)) {
      if (Date.now() > untilMs) throw new Error('the webhooks do not come to rest');
      this.pump();
      await pause(POLL_MS);
    }
  }

  /** Starts sending everything that is due. */
  pump(): void {
    if (this.#held || this.#stopping.signal.aborted) return;
    for (const notice of this.#due()) {
      const sending = this.#send(notice).finally(() => {
        this.#underWay.delete(notice.transmissionId);
      });
      this.#underWay.set(notice.transmissionId, sending);
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#underWay.values());
  }

  #due(): WebhookRecord[] {
    if (this.#options.url === null) return [];
    const nowMs = this.#now();
    return [...this.#books.webhooks.values()].filter(
      ({ nextAtMs, transmissionId }) =>
        nextAtMs !== null && nextAtMs <= nowMs && !this.#underWay.has(transmissionId),
    );
  }

  async #send(notice: WebhookRecord): Promise<void> {
    const { signal } = this.#stopping;
    const status = await post(this.#options.url ?? '', notice, this.#now(), signal);
    if (signal.aborted) return;
    notice.tries.push(status);
    const pauseMin = RETRY_AFTER_MIN[notice.tries.length - 1];
    if (status === 200) Object.assign(notice, { state: 'delivered', nextAtMs: null });
    else if (pauseMin === undefined) Object.assign(notice, { state: 'given-up', nextAtMs: null });
    else notice.nextAtMs = this.#now() + (pauseMin * MINUTE_MS) / this.#options.retrySpeed;
    this.#books.touchWebhook(notice);
    this.#books.flush();
  }
}

async function post(
  url: string,
  notice: WebhookRecord,
  nowMs: number,
  stopping: AbortSignal,
): Promise<number | null> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'tosspayments-webhook-transmission-time': kstWithOffset(nowMs),
        'tosspayments-webhook-transmission-id': notice.transmissionId,
        'tosspayments-webhook-transmission-retried-count': String(notice.tries.length),
      },
      body: notice.body,
      signal: AbortSignal.any([stopping, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null;
  }
}
