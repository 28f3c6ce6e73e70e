import { connectRedis, connectSubscriber, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { SettingsWatch } from '@sagopalgo/core/redis/settings-watch.ts';
import { serveInternal } from '@sagopalgo/core/runtime/internal-server.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { runMain, stopInOrder } from '@sagopalgo/core/runtime/shutdown.ts';
import { readWindowConfig } from './config.ts';
import { createMeasures } from './measures.ts';
import { openWindow } from './open-window.ts';

const CHECK_MS = 1_000;
/** Longer than most reconnects, so that a watcher's return finds the ring still warm. */
const UNWATCH_AFTER_MS = 10_000;
const MISSING_MS = 3_000;

runMain('sse-server', main);

/** Shows watchers what happens in the auctions. */
async function main(): Promise<void> {
  const config = readWindowConfig();
  const log = createLog('sse-server', config.LOG_LEVEL);
  const metrics = createMetrics('sse-server');
  const measures = createMeasures(metrics);
  const redis = connectRedis(config.REDIS_URL);
  const subscriber = connectSubscriber(config.REDIS_URL);
  for (const connection of [redis, subscriber]) {
    connection.on('error', (error) => log.debug('sse.redis-error', { error }));
  }
  await Promise.all([whenConnected(redis), whenConnected(subscriber)]);
  // What is shown was judged elsewhere: only a Redis without sharded channels is none for a window.
  const settings = new SettingsWatch({ redis, log, durability: 'none' });
  await settings.look();
  const window = await openWindow(
    { redis, subscriber, log, measures, now: Date.now },
    {
      host: config.HOST,
      httpPort: config.HTTP_PORT,
      heartbeatMs: config.HEARTBEAT_MS,
      connectionsMax: config.CONNECTIONS_MAX,
      goodbyesMs: config.GOODBYES_MS,
      checkMs: CHECK_MS,
      unwatchAfterMs: UNWATCH_AFTER_MS,
      missingMs: MISSING_MS,
    },
  );
  const internal = await serveInternal({
    host: config.HOST,
    port: config.INTERNAL_PORT,
    metrics,
    faults: () => Promise.resolve([...settings.faults(), ...window.faults()]),
    beforeMetrics: () => measures.connections.set(window.hub.connectionCount),
  });
  stopInOrder(log, [
    { name: 'watchers', stop: () => window.stop() },
    { name: 'settings', stop: () => settings.stop() },
    { name: 'redis', stop: () => [redis, subscriber].forEach((each) => each.disconnect()) },
    { name: 'internal', stop: () => internal.close() },
  ]);
  log.info('sse-server.up', { port: window.port, internalPort: internal.port });
}
