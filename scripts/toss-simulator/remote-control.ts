import type { Authentication } from './buyer.ts';
import type { Fault } from './faults.ts';
import type { PaymentRecord } from './payment-record.ts';
import type { WebhookRecord } from './webhook-record.ts';

/** The hand on the wheel of a simulator in another process, such as the local start's `toss`. */
export interface RemoteToss {
  authenticate(wish: Authentication): Promise<string>;
  deposit(orderId: string, options?: { late?: boolean }): Promise<void>;
  failDeposit(orderId: string): Promise<void>;
  payments(): Promise<PaymentRecord[]>;
  charged(): Promise<Record<string, number>>;
  webhooks(): Promise<WebhookRecord[]>;
  holdWebhooks(): Promise<void>;
  releaseWebhooks(): Promise<void>;
  resendWebhook(transmissionId: string): Promise<void>;
  nowMs(): Promise<number>;
  advanceClock(ms: number): Promise<void>;
  nextFault(fault: Fault): Promise<void>;
  /** How many calls are still to meet a fault. */
  faultsLeft(): Promise<number>;
  releaseFaults(): Promise<void>;
  clearFaults(): Promise<void>;
  reset(): Promise<void>;
}

/** Steers the simulator at `url` over HTTP; rejects with its words when it cannot do as it is told. */
export function remoteToss(url: string): RemoteToss {
  const ask = async <Told>(path: string, body?: object): Promise<Told> => {
    const sent = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const answer = await fetch(`${url}/__sim${path}`, {
      ...(body === undefined ? {} : { ...sent, body: JSON.stringify(body) }),
    });
    const told = (await answer.json()) as Told & { message?: string };
    if (!answer.ok) throw new Error(`the Toss simulator refused ${path}: ${told.message}`);
    return told;
  };
  const tell = async (path: string, body: object = {}): Promise<void> =>
    void (await ask(path, body));
  return {
    authenticate: async (wish) =>
      (await ask<{ paymentKey: string }>('/authenticate', wish)).paymentKey,
    deposit: (orderId, options) => tell('/deposit', { orderId, ...options }),
    failDeposit: (orderId) => tell('/fail-deposit', { orderId }),
    payments: () => ask('/payments'),
    charged: () => ask('/charged'),
    webhooks: () => ask('/webhooks'),
    holdWebhooks: () => tell('/webhooks/hold'),
    releaseWebhooks: () => tell('/webhooks/release'),
    resendWebhook: (transmissionId) => tell(`/webhooks/${transmissionId}/resend`),
    nowMs: async () => (await ask<{ nowMs: number }>('/clock')).nowMs,
    advanceClock: (ms) => tell('/clock/advance', { ms }),
    nextFault: (fault) => tell('/faults', fault),
    faultsLeft: async () => (await ask<{ left: number }>('/faults')).left,
    releaseFaults: () => tell('/faults/release'),
    clearFaults: () => tell('/faults/clear'),
    reset: () => tell('/reset'),
  };
}
