import { expect } from 'chai';
import { AggregatorRegistry, Histogram, Registry } from 'prom-client';
import { createMetrics, metricsTogether } from './metrics.ts';
import type { SentMetrics } from './metrics.ts';
import { QuickHistogram } from './quick-histogram.ts';

const BOUNDS = [0.002, 0.01, 1, 10];
const OBSERVED = [0, 0.001, 0.002, 0.0020001, 0.5, 1, 9.99, 10, 10.5, 1e9];

describe('a quick histogram', () => {
  const quick = (): Registry => {
    const registry = new Registry();
    const histogram = new QuickHistogram('taken_seconds', 'How long', BOUNDS);
    registry.registerMetric(histogram as unknown as Histogram);
    const paid = histogram.series({ endpoint: 'pay', status: 201 });
    const refused = histogram.series({ endpoint: 'pay', status: 409 });
    for (const value of OBSERVED) paid.observe(value);
    refused.observe(0.003);
    return registry;
  };

  const theirs = (): Registry => {
    const registry = new Registry();
    const labelNames = ['endpoint', 'status'];
    const names = { name: 'taken_seconds', help: 'How long', labelNames };
    const histogram = new Histogram({ ...names, buckets: BOUNDS, registers: [registry] });
    for (const value of OBSERVED) histogram.observe({ endpoint: 'pay', status: 201 }, value);
    histogram.observe({ endpoint: 'pay', status: 409 }, 0.003);
    return registry;
  };

  it('is told to the letter as that of prom-client', async () => {
    expect(await quick().metrics()).to.equal(await theirs().metrics());
  });

  it('adds up over processes as that of prom-client does', async () => {
    const sent = async (registry: Registry) => (await registry.getMetricsAsJSON()) as SentMetrics;
    const ours = metricsTogether([await sent(quick()), await sent(quick())]);
    const same = AggregatorRegistry.aggregate([await sent(theirs()), await sent(theirs())]);
    expect(await ours.metrics()).to.equal(await same.metrics());
  });

  it('tells of a series that nothing was observed of, and refuses a name that is taken', async () => {
    const metrics = createMetrics('api');
    metrics.quickHistogram('taken_seconds', 'How long', BOUNDS).series();
    expect(await metrics.registry.metrics())
      .to.include('taken_seconds_bucket{le="+Inf",room="api"} 0')
      .and.include('taken_seconds_count{room="api"} 0');
    expect(() => metrics.quickHistogram('taken_seconds', 'How long', BOUNDS)).to.throw('already');
  });
});
