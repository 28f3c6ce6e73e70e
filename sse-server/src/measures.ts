import type { Metrics } from '@sagopalgo/core/runtime/metrics.ts';

/** What operators see of the window. */
export type Measures = ReturnType<typeof createMeasures>;

/** Declares this room's metrics. */
export function createMeasures(metrics: Metrics) {
  return {
    connections: metrics.gauge('sse_connections', 'Watchers connected now'),
    auctions: metrics.gauge('sse_auctions', 'Auctions subscribed to now'),
    deliveries: metrics.counter('sse_deliveries_total', 'Live events written to watchers'),
    evictions: metrics.counter('sse_evictions_total', 'Watchers cut off by us', ['reason']),
    refusals: metrics.counter('sse_refusals_total', 'Requests refused', ['code']),
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
