import { expect } from 'chai';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { notShown } from '@sagopalgo/core/testing/shown-metrics.ts';
import { createApiMetrics } from './api-metrics.ts';

describe('what the api counts', () => {
  it('is bids by code and by what they came to, and how long the judge took', async () => {
    const metrics = createMetrics('api-test');
    const api = createApiMetrics(metrics);
    api.bidJudged('ACCEPTED', 'leading', 0.4);
    api.bidJudged('ACCEPTED', 'leading', 3);
    api.bidJudged('ACCEPTED', 'outbid', 40);
    api.bidJudged('BID_TOO_LOW', 'refused', 2_000);
    const missing = await notShown(metrics, [
      'bids_total{code="ACCEPTED",outcome="leading",room="api-test"} 2',
      'bids_total{code="ACCEPTED",outcome="outbid",room="api-test"} 1',
      'bids_total{code="BID_TOO_LOW",outcome="refused",room="api-test"} 1',
      'bid_judge_seconds_bucket{le="0.0005",room="api-test"} 1',
      'bid_judge_seconds_bucket{le="0.005",room="api-test"} 2',
      'bid_judge_seconds_bucket{le="1",room="api-test"} 3',
      'bid_judge_seconds_count{room="api-test"} 4',
    ]);
    expect(missing).to.deep.equal([]);
  });

  it('is there before it has happened, where a rule waits for it to grow', async () => {
    const metrics = createMetrics('api-test');
    createApiMetrics(metrics);
    const missing = await notShown(metrics, [
      'bids_total{code="UNAVAILABLE",outcome="refused",room="api-test"} 0',
      'payments_total{outcome="checking",room="api-test"} 0',
      'searches_total{adapter="embedded",room="api-test"} 0',
    ]);
    expect(missing).to.deep.equal([]);
  });

  it('is what of the record was kept and what had to be read', async () => {
    const metrics = createMetrics('api-test');
    const api = createApiMetrics(metrics);
    api.cacheRead('auctions', 3, 1);
    api.cacheRead('auctions', 0, 2);
    const missing = await notShown(metrics, [
      'cache_reads_total{cache="auctions",result="hit",room="api-test"} 3',
      'cache_reads_total{cache="auctions",result="miss",room="api-test"} 3',
    ]);
    expect(missing).to.deep.equal([]);
  });
});
