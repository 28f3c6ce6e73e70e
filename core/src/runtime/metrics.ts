import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** One process's metrics, served by its internal port only. */
export interface Metrics {
  registry: Registry;
  counter(name: string, help: string, labels?: readonly string[]): Counter;
  gauge(name: string, help: string, labels?: readonly string[]): Gauge;
  histogram(name: string, help: string, buckets: number[], labels?: readonly string[]): Histogram;
}

/** Prometheus metrics of this process, the runtime's own among them. */
export function createMetrics(room: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ room });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    counter: (name, help, labelNames = []) => new Counter({ name, help, labelNames, registers }),
    gauge: (name, help, labelNames = []) => new Gauge({ name, help, labelNames, registers }),
    histogram: (name, help, buckets, labelNames = []) =>
      new Histogram({ name, help, buckets, labelNames, registers }),
  };
}
