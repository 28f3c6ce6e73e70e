import type { Metrics } from '@sagopalgo/core/runtime/metrics.ts';
import { EVICTION_REASONS } from './connection.ts';
import { Recent } from './recent.ts';

const PASS_BUCKETS_S = [0.000_1, 0.001, 0.005, 0.02, 0.05, 0.1, 0.15, 0.25, 0.5, 1];
const LAG_BUCKETS_S = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** What those are refused with for whom there is no room. */
const NO_ROOM = ['UNAVAILABLE', 'DROPPED'];

/** What operators see of the window. */
export type Measures = ReturnType<typeof createMeasures>;

/** Declares this room's metrics. What rules watch is there from the start: a rule sees only what grows. */
export function createMeasures(metrics: Metrics) {
  const recent = new Recent(() => performance.now());
  const measures = { ...declareMeasures(metrics), recent };
  for (const reason of EVICTION_REASONS) measures.evictions.inc({ reason }, 0);
  for (const code of NO_ROOM) measures.refusals.inc({ code }, 0);
  return measures;
}

function declareMeasures(metrics: Metrics) {
  return {
    connections: metrics.gauge('sse_connections', 'Watchers connected now'),
    auctions: metrics.gauge('sse_auctions', 'Auctions subscribed to now'),
    away: metrics.gauge('sse_auctions_away', 'Watched auctions that cannot be read now'),
    deliveries: metrics.counter('sse_deliveries_total', 'Live events written to watchers'),
    conflated: metrics.counter(
      'sse_conflated_total',
      'Live events that a later one stood for, by watchers',
    ),
    fanOut: metrics.histogram('sse_fan_out_seconds', 'A pass over watchers', PASS_BUCKETS_S),
    window: metrics.gauge(
      'sse_window_seconds',
      'What happens within that time is sent together',
      [],
      'max',
    ),
    lag: metrics.histogram(
      'sse_heard_after_seconds',
      "From a bid's acceptance by Redis's clock until this process has heard of it",
      LAG_BUCKETS_S,
    ),
    behind: metrics.gauge('sse_behind', 'Watchers who have not taken what they were sent'),
    evictions: metrics.counter('sse_evictions_total', 'Watchers cut off by us', ['reason']),
    refusals: metrics.counter('sse_refusals_total', 'Requests refused', ['code']),
    gossip: metrics.counter('sse_viewers_gossip_total', 'Counts of viewers said and heard', [
      'direction',
    ]),
    resumes: metrics.counter('sse_resumes_total', 'Positions asked for, by what answered them', [
      'source',
    ]),
    gaps: metrics.counter('sse_gaps_total', 'Gaps announced to watchers'),
    ownConnections: metrics.gauge('sse_own_connections', 'Watchers who are told of their own'),
    ownEvents: metrics.counter('sse_own_events_total', 'Events about oneself written', ['event']),
    ownEnds: metrics.counter('sse_own_ends_total', 'Streams that ceased to be somebody’s own', [
      'reason',
    ]),
    refills: metrics.counter('sse_refills_total', 'Auctions read again from their log'),
  };
}
