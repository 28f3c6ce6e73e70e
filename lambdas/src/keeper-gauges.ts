import type { Metrics } from '@sagopalgo/core/runtime/metrics.ts';
import type { Loop } from './loop.ts';
import type { TillCounts } from './reconcile-payments/reconcile-payments.ts';
import type { Standstills } from './record-bids/standstills.ts';
import type { MailCounts } from './send-mails/send-mails.ts';
import type { PushCounts } from './send-pushes/push-to.ts';

/** What the keeper shows of itself; call what is returned to bring it up to date. */
export function keeperGauges(
  metrics: Metrics,
  loops: Record<string, Loop>,
  standstills: Standstills,
): () => void {
  const failing = metrics.gauge('loop_failing', 'Whether the last round of a loop failed', [
    'loop',
  ]);
  const stopped = metrics.gauge('recordings_stopped', 'Auctions whose log cannot be recorded');
  const interrupted = metrics.gauge(
    'auctions_interrupted',
    'Auctions that wait for an operator, as acknowledged bids may be missing',
  );
  const differing = metrics.gauge(
    'auctions_differing',
    'Settled auctions of which Redis, the record and the orders differ',
  );
  return () => {
    for (const [name, loop] of Object.entries(loops)) {
      failing.set({ loop: name }, loop.fault() === null ? 0 : 1);
    }
    stopped.set(standstills.stoppedCount);
    interrupted.set(standstills.interruptedCount);
    differing.set(standstills.differingCount);
  };
}

/** What the keeper shows of the till; call what is returned with each count. */
export function tillGauges(metrics: Metrics): (counts: TillCounts) => void {
  const payments = metrics.gauge('payments_open', 'Payments that are not at their end', ['waits']);
  const refunds = metrics.gauge('refunds_open', 'Refunds that are not at their end', ['waits']);
  const webhooks = metrics.gauge('toss_webhooks_open', 'Webhooks of Toss not followed up yet');
  return (counts) => {
    payments.set({ waits: 'unknown' }, counts.unknown);
    payments.set({ waits: 'long-unknown' }, counts.longUnknown);
    payments.set({ waits: 'deposit' }, counts.waitingDeposits);
    payments.set({ waits: 'lacking-money' }, counts.lackingMoney);
    refunds.set({ waits: 'pending' }, counts.refundsPending);
    refunds.set({ waits: 'account' }, counts.refundsWithoutAccount);
    refunds.set({ waits: 'refused' }, counts.refundsRefused);
    webhooks.set(counts.webhooksOpen);
  };
}

/** What the keeper shows of the mails it sends; call what is returned with each run's counts. */
export function mailMeasures(metrics: Metrics): (counts: MailCounts) => void {
  const attempts = metrics.counter('mails_total', 'Mails taken up, by what came of it', [
    'outcome',
  ]);
  const waiting = metrics.gauge('mails_waiting', 'Mails still to be sent');
  const away = metrics.gauge('mail_server_away', 'Whether the mail server did not answer last');
  return (counts) => {
    for (const [outcome, count] of Object.entries(counts.ended)) attempts.inc({ outcome }, count);
    waiting.set(counts.waiting);
    away.set(counts.isAway ? 1 : 0);
  };
}

/** What the keeper shows of the pushes it sends; call what is returned with each run's counts. */
export function pushMeasures(metrics: Metrics): (counts: PushCounts) => void {
  const ended = metrics.counter('pushes_total', 'Pushes taken up, by what came of it', ['outcome']);
  return (counts) => {
    for (const [outcome, count] of Object.entries(counts)) ended.inc({ outcome }, count);
  };
}

/** What the keeper shows of the record, by the clock that it is given. */
export function recorderMeasures(
  metrics: Metrics,
  now: () => number,
): { recorded: (entries: number, upToMs: number) => void; bringUpToDate: () => void } {
  const entriesTotal = metrics.counter(
    'recorded_entries_total',
    'Log entries copied to the record',
  );
  const lag = metrics.gauge(
    'recorder_lag_seconds',
    'The record may lack what was judged within so long, and nothing before',
    [],
    'max',
  );
  let recordedUpToMs = now();
  return {
    recorded: (entries, upToMs) => {
      entriesTotal.inc(entries);
      recordedUpToMs = upToMs;
    },
    bringUpToDate: () => lag.set(Math.max(0, now() - recordedUpToMs) / 1000),
  };
}
