import type { Server } from 'node:http';
import { closeServer, listen, serveInternal } from '@sagopalgo/core/runtime/internal-server.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { runMain, stopInOrder } from '@sagopalgo/core/runtime/shutdown.ts';
import { endTracing, openTracing } from '@sagopalgo/core/runtime/tracing.ts';
import { createApp } from './app.ts';
import { readApiConfig } from './config.ts';
import { openDeps } from './deps.ts';
import { createApiServer } from './http/api-server.ts';
import { inTime } from './http/in-time.ts';
import { findFaults } from './http/health-routes.ts';

const STOP_WITHIN_MS = 20_000;
/** The record may come later, as Redis may. */
const LOOK_WITHIN_MS = 2_000;

runMain('api', main);

async function main(): Promise<void> {
  const config = readApiConfig();
  const log = createLog('api', config.LOG_LEVEL);
  const metrics = createMetrics('api');
  await openTracing('api', config.OTEL_EXPORTER_OTLP_ENDPOINT);
  const deps = openDeps(config, log, metrics);
  // Redis may come later: until then the api says that it is not ready.
  deps.redis.connect().catch(() => log.warn('redis.away'));
  // One that comes up into a restore knows of it before anybody is let in.
  await inTime(deps.restoring.look(), undefined, LOOK_WITHIN_MS);
  const answering = createApp(deps);
  const { talk } = answering;
  const server = createApiServer(answering);
  server.on('drop', () => deps.metrics.connectionDropped());
  const httpPort = await listen(server, config.HOST, config.HTTP_PORT);
  const internal = await serveInternal({
    host: config.HOST,
    port: config.INTERNAL_PORT,
    metrics,
    faults: () => findFaults(deps),
    beforeMetrics: () => deps.metrics.bidsUnconfirmed(deps.seen.unconfirmedCount),
  });
  stopInOrder(log, [
    // Whoever talks goes to another process at once, and holds up nothing.
    { name: 'goodbyes', stop: () => talk.goodbye() },
    { name: 'http', stop: () => stopServing(server) },
    { name: 'internal', stop: () => internal.close() },
    { name: 'talk', stop: () => talk.end() },
    { name: 'connections', stop: () => deps.end() },
    { name: 'traces', stop: endTracing },
  ]);
  log.info('api.up', { httpPort, internalPort: internal.port });
}

// Requests under way are answered; a connection that will not end is cut.
async function stopServing(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS);
  try {
    await closeServer(server);
  } finally {
    clearTimeout(cut);
  }
}
