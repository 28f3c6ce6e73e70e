import type { Metrics } from '@sagopalgo/core/runtime/metrics.ts';

const DURATION_BUCKETS_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** What the api counts. */
export interface ApiMetrics {
  /** One call answered; `endpoint` is its declared name. */
  answered(endpoint: string, status: number, durationMs: number): void;
  /** One bid judged: `ACCEPTED` or the code of its refusal. */
  bidJudged(code: string): void;
  /** So many bids were answered and are not known to be in the record yet. */
  bidsUnconfirmed(count: number): void;
  /** A connection closed at once, because the server holds as many as it may. */
  connectionDropped(): void;
  /** One payment confirmed: `paid`, `checking` and so on. */
  paymentAnswered(outcome: string): void;
  /** One search answered, and by which of the two. */
  searchAnswered(adapter: string): void;
  /** One webhook of Toss followed up, or why not. */
  webhookTaken(outcome: string): void;
}

/** Registers the api's own metrics beside those of the runtime. */
export function createApiMetrics(metrics: Metrics): ApiMetrics {
  const durations = metrics.histogram(
    'http_request_duration_seconds',
    'Time from the first byte of a request to the end of its answer',
    DURATION_BUCKETS_S,
    ['endpoint', 'status'],
  );
  const bids = metrics.counter('bids_total', 'Bids by what became of them', ['code']);
  const unconfirmed = metrics.gauge(
    'bids_unconfirmed',
    'Bids answered by this process that are not known to be in the record yet',
  );
  const dropped = metrics.counter(
    'http_connections_dropped_total',
    'Connections closed at once because there were too many',
  );
  const payments = metrics.counter('payments_total', 'Payments by what they were answered', [
    'outcome',
  ]);
  const webhooks = metrics.counter(
    'toss_webhooks_total',
    'Webhooks of Toss by what became of them',
    ['outcome'],
  );
  const searches = metrics.counter('searches_total', 'Searches by what answered them', ['adapter']);
  return {
    answered: (endpoint, status, durationMs) =>
      durations.observe({ endpoint, status }, durationMs / 1000),
    bidJudged: (code) => bids.inc({ code }),
    bidsUnconfirmed: (count) => unconfirmed.set(count),
    connectionDropped: () => dropped.inc(),
    searchAnswered: (adapter) => searches.inc({ adapter }),
    paymentAnswered: (outcome) => payments.inc({ outcome }),
    webhookTaken: (outcome) => webhooks.inc({ outcome }),
  };
}
