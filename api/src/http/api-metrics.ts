import { confirmPayment } from '@sagopalgo/core/contracts/payments.ts';
import type { BidOutcome } from '@sagopalgo/core/contracts/bids.ts';
import type { Metrics } from '@sagopalgo/core/runtime/metrics.ts';
import type { Series } from '@sagopalgo/core/runtime/quick-histogram.ts';

const DURATION_BUCKETS_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const PAYMENT_OUTCOMES = confirmPayment.reply.shape.outcome.options;
const JUDGE_BUCKETS_S = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** What the api counts. */
export interface ApiMetrics {
  /** One call answered; `endpoint` is its declared name. */
  answered(endpoint: string, status: number, durationMs: number): void;
  /** One bid judged: `ACCEPTED` with what it came to, or the code of its refusal, and how long the judge took. */
  bidJudged(code: string, outcome: BidOutcome | 'refused', tookMs: number): void;
  /** So many bids were answered and are not known to be in the record yet. */
  bidsUnconfirmed(count: number): void;
  /** So many were kept of what was read, and so many had to be read; a read that is waited for is kept. */
  cacheRead(cache: string, hits: number, misses: number): void;
  /** A connection closed at once, because the server holds as many as it may. */
  connectionDropped(): void;
  /** One payment confirmed: `paid`, `checking` and so on. */
  paymentAnswered(outcome: string): void;
  /** One search answered, and by which of the two. */
  searchAnswered(adapter: string): void;
  /** One call over a socket, by its name: `ok` or the code of its refusal. */
  talkCalled(call: string, outcome: string): void;
  /** So many are connected to talk. */
  talkConnections(count: number): void;
  /** One webhook of Toss followed up, or why not. */
  webhookTaken(outcome: string): void;
}

/** Registers the api's own metrics beside those of the runtime. */
export function createApiMetrics(metrics: Metrics): ApiMetrics {
  const bidJudged = bidCounter(metrics);
  const cacheReads = metrics.counter('cache_reads_total', 'Reads of the record that may be kept', [
    'cache',
    'result',
  ]);
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
  const talkCalls = metrics.counter(
    'talk_calls_total',
    'Calls over sockets by what became of them',
    ['call', 'outcome'],
  );
  const talking = metrics.gauge('talk_connections', 'Sockets open for talking about orders');
  const searches = metrics.counter('searches_total', 'Searches by what answered them', ['adapter']);
  // What has not happened yet is told too: a rule sees only what grows.
  for (const outcome of PAYMENT_OUTCOMES) payments.inc({ outcome }, 0);
  for (const adapter of ['embedded', 'elasticsearch']) searches.inc({ adapter }, 0);
  return {
    answered: answerTimes(metrics),
    bidJudged,
    cacheRead: (cache, hits, misses) => {
      cacheReads.inc({ cache, result: 'hit' }, hits);
      cacheReads.inc({ cache, result: 'miss' }, misses);
    },
    bidsUnconfirmed: (count) => unconfirmed.set(count),
    connectionDropped: () => dropped.inc(),
    searchAnswered: (adapter) => searches.inc({ adapter }),
    talkCalled: (call, outcome) => talkCalls.inc({ call, outcome }),
    talkConnections: (count) => talking.set(count),
    paymentAnswered: (outcome) => payments.inc({ outcome }),
    webhookTaken: (outcome) => webhooks.inc({ outcome }),
  };
}

function answerTimes(metrics: Metrics): ApiMetrics['answered'] {
  const durations = metrics.quickHistogram(
    'http_request_duration_seconds',
    'Time from the first byte of a request to the end of its answer',
    DURATION_BUCKETS_S,
  );
  const known = new Map<string, Map<number, Series>>();
  return (endpoint, status, durationMs) => {
    let ofEndpoint = known.get(endpoint);
    if (ofEndpoint === undefined) known.set(endpoint, (ofEndpoint = new Map()));
    let series = ofEndpoint.get(status);
    if (series === undefined) {
      ofEndpoint.set(status, (series = durations.series({ endpoint, status })));
    }
    series.observe(durationMs / 1000);
  };
}

// Looking labels up costs more than counting: each pair's own counter is kept.
function bidCounter(metrics: Metrics): ApiMetrics['bidJudged'] {
  const judging = metrics
    .quickHistogram(
      'bid_judge_seconds',
      'Time from asking the judge in Redis until it has answered',
      JUDGE_BUCKETS_S,
    )
    .series();
  const bids = metrics.counter('bids_total', 'Bids by what became of them', ['code', 'outcome']);
  const known = new Map<string, { inc: () => void }>();
  bids.inc({ code: 'UNAVAILABLE', outcome: 'refused' }, 0);
  return (code, outcome, tookMs) => {
    judging.observe(tookMs / 1000);
    const name = outcome === 'refused' ? code : outcome;
    let counter = known.get(name);
    if (counter === undefined) {
      counter = bids.labels({ code, outcome });
      known.set(name, counter);
    }
    counter.inc();
  };
}
