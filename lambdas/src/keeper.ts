import { whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { serveInternal } from '@sagopalgo/core/runtime/internal-server.ts';
import { runMain, stopInOrder } from '@sagopalgo/core/runtime/shutdown.ts';
import { closeAuctions } from './close-auctions/close-auctions.ts';
import { readLambdaConfig } from './config.ts';
import { openConnections } from './connections.ts';
import type { Connections } from './connections.ts';
import { startLoop } from './loop.ts';
import type { Loop } from './loop.ts';
import { recordBids } from './record-bids/record-bids.ts';
import { isLoaded, restoreAsked, restoreMissing } from './record-bids/restore-missing.ts';

const RECORD_PAUSE_MS = 200;
const CLOSE_PAUSE_MS = 150;
const RESTORE_PAUSE_MS = 300;
/** A full pass finds single auctions that Redis lost without anybody having asked for them. */
const FULL_PASS_MS = 60_000;

runMain('keeper', main);

/** Keeps the record within a second of the judge and tells results within a second of the closing. */
async function main(): Promise<void> {
  const config = readLambdaConfig();
  const log = createLog('keeper', config.LOG_LEVEL);
  const metrics = createMetrics('keeper');
  const urls = { mysqlUrl: config.MYSQL_URL, redisUrl: config.REDIS_URL };
  const connections = openConnections(urls, log);
  await whenConnected(connections.redis);
  const recorded = metrics.counter('recorded_entries_total', 'Log entries copied to the record');
  const loops = startLoops(connections, (entries) => recorded.inc(entries));
  const failing = metrics.gauge('loop_failing', 'Whether the last round of a loop failed', [
    'loop',
  ]);
  const internal = await serveInternal({
    host: config.HOST,
    port: config.INTERNAL_PORT,
    metrics,
    faults: () => Promise.resolve(faultsOf(loops)),
    beforeMetrics: () => {
      for (const [name, loop] of Object.entries(loops)) {
        failing.set({ loop: name }, loop.fault() === null ? 0 : 1);
      }
    },
  });
  stopInOrder(log, [
    ...Object.entries(loops).map(([name, loop]) => ({ name, stop: () => loop.stop() })),
    { name: 'internal', stop: () => internal.close() },
    { name: 'connections', stop: () => connections.end() },
  ]);
  log.info('keeper.up', { internalPort: internal.port });
}

function startLoops(
  connections: Connections,
  onRecorded: (entries: number) => void,
): Record<string, Loop> {
  const { log, now } = connections;
  let fullPassAtMs = 0;
  return {
    restore: startLoop(log, 'restore', RESTORE_PAUSE_MS, async () => {
      await restoreAsked(connections);
      if ((await isLoaded(connections)) && now() < fullPassAtMs) return;
      await restoreMissing(connections);
      fullPassAtMs = now() + FULL_PASS_MS;
    }),
    record: startLoop(log, 'record', RECORD_PAUSE_MS, async () => {
      onRecorded(await recordBids(connections));
    }),
    close: startLoop(log, 'close', CLOSE_PAUSE_MS, () => closeAuctions(connections)),
  };
}

function faultsOf(loops: Record<string, Loop>): string[] {
  return Object.entries(loops).flatMap(([name, loop]) => {
    const fault = loop.fault();
    return fault === null ? [] : [`${name}: ${fault}`];
  });
}
