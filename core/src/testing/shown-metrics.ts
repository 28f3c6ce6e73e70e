import type { Metrics } from '../runtime/metrics.ts';

/** Which of these parts of what Prometheus would be shown are not there. */
export async function notShown({ registry }: Metrics, parts: readonly string[]): Promise<string[]> {
  const shown = await registry.metrics();
  return parts.filter((part) => !shown.includes(part));
}
