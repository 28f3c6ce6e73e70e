import { fileURLToPath } from 'node:url';
import { serveInternal } from '@sagopalgo/core/runtime/internal-server.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { runMain, stopInOrder } from '@sagopalgo/core/runtime/shutdown.ts';
import { readWindowConfig } from './config.ts';
import type { WindowConfig } from './config.ts';
import { Crew } from './crew.ts';
import { frameSender } from './frame-sender.ts';
import { openOutbox } from './outbox.ts';
import { serveWindow } from './serve-window.ts';

const CREW_MEMBER = fileURLToPath(new URL('crew-member.ts', import.meta.url));

runMain('sse-server', main);

/** Shows watchers what happens in the auctions, in this process or in several behind one port. */
async function main(): Promise<void> {
  const config = readWindowConfig();
  const log = createLog('sse-server', config.LOG_LEVEL);
  if (config.SSE_PROCESSES === 1) await serveAlone(config, log);
  else await leadCrew(config, log);
}

async function serveAlone(config: WindowConfig, log: Log): Promise<void> {
  const { window, sender, metrics, beforeMetrics, stopSteps } = await serveWindow(config, log, {
    sharesPort: false,
  });
  const internal = await serveInternal({
    ...internalPlace(config),
    metrics,
    beforeMetrics,
    faults: () => Promise.resolve(window.faults()),
  });
  stopInOrder(log, [...stopSteps, { name: 'internal', stop: () => internal.close() }]);
  log.info('sse-server.up', {
    port: window.port,
    internalPort: internal.port,
    frameSender: sender,
  });
}

async function leadCrew(config: WindowConfig, log: Log): Promise<void> {
  // Its processes each load it for themselves; what none of them can have is said once, by a sentence.
  const { sender } = openOutbox(frameSender(config.FRAME_SENDER, log));
  const crew = new Crew({ file: CREW_MEMBER, members: config.SSE_PROCESSES, log });
  const internal = await serveInternal({
    ...internalPlace(config),
    metrics: crew.metrics,
    faults: () => crew.faults(),
  });
  stopInOrder(log, [
    { name: 'crew', stop: () => crew.stop() },
    { name: 'internal', stop: () => internal.close() },
  ]);
  await crew.start();
  const { HTTP_PORT: port, SSE_PROCESSES: processes } = config;
  log.info('sse-server.up', { port, processes, internalPort: internal.port, frameSender: sender });
}

function internalPlace({ HOST, INTERNAL_PORT }: WindowConfig) {
  return { host: HOST, port: INTERNAL_PORT };
}
