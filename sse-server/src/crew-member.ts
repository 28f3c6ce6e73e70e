import process from 'node:process';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { runMain, stopInOrder } from '@sagopalgo/core/runtime/shutdown.ts';
import { readWindowConfig } from './config.ts';
import { askedSchema } from './crew-messages.ts';
import type { Told } from './crew-messages.ts';
import { serveWindow } from './serve-window.ts';

runMain('sse-server', main);

/** One of several processes behind one port; what it has to tell, it tells its leader. */
async function main(): Promise<void> {
  const config = readWindowConfig();
  const log = createLog('sse-server', config.LOG_LEVEL);
  const { window, metrics, beforeMetrics, stopSteps } = await serveWindow(config, log, {
    sharesPort: true,
  });
  process.on('message', (message) => {
    const { number, ask } = askedSchema.parse(message);
    if (ask === 'faults') return tell({ number, told: window.faults() });
    beforeMetrics();
    metrics.registry.getMetricsAsJSON().then(
      (told) => tell({ number, told }),
      (error) => log.warn('sse.metrics-failed', { error }),
    );
  });
  stopInOrder(log, stopSteps);
  tell('up');
}

function tell(told: Told): void {
  if (process.connected) process.send?.(told);
}
