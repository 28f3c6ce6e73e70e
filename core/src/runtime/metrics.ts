import { getHeapStatistics } from 'node:v8';
import { AggregatorRegistry, collectDefaultMetrics, Counter, Gauge } from 'prom-client';
import { Histogram, Registry } from 'prom-client';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import { QuickHistogram } from './quick-histogram.ts';

/** One process's metrics, served by its internal port only. */
export interface Metrics {
  registry: Registry;
  counter(name: string, help: string, labels?: readonly string[]): Counter;
  /** `together`: what the gauges of several processes of one kind come to. */
  gauge(name: string, help: string, labels?: readonly string[], together?: 'sum' | 'max'): Gauge;
  histogram(name: string, help: string, buckets: number[], labels?: readonly string[]): Histogram;
  /** The same for what is observed thousands of times a second. */
  quickHistogram(name: string, help: string, buckets: readonly number[]): QuickHistogram;
}

/** Prometheus metrics of this process, the runtime's own among them. */
export function createMetrics(room: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ room });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    ...{ name: 'nodejs_heap_size_limit_bytes', help: 'What V8 may take for its heap', registers },
    aggregator: 'sum',
  }).set(getHeapStatistics().heap_size_limit);
  return {
    registry,
    counter: (name, help, labelNames = []) => new Counter({ name, help, labelNames, registers }),
    gauge: (name, help, labelNames = [], together = 'sum') =>
      new Gauge({ name, help, labelNames, registers, aggregator: together }),
    histogram: (name, help, buckets, labelNames = []) =>
      new Histogram({ name, help, buckets, labelNames, registers }),
    quickHistogram: (name, help, buckets) => {
      const quick = new QuickHistogram(name, help, buckets);
      // A registry asks for no more than it has; the type names prom-client's own kinds only.
      registry.registerMetric(quick as unknown as Histogram);
      return quick;
    },
  };
}

/** One process's metrics as they can be sent to another. */
export type SentMetrics = MetricObjectWithValues<MetricValue<string>>[];

/** The metrics of several processes of one kind as if they were one. */
export function metricsTogether(sent: readonly SentMetrics[]): Registry {
  return AggregatorRegistry.aggregate(sent as SentMetrics[]);
}
