import { whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { expectNoRestore } from '@sagopalgo/core/mysql/restoring.ts';
import { startRoomBeats } from '@sagopalgo/core/redis/room-beats.ts';
import { SettingsWatch } from '@sagopalgo/core/redis/settings-watch.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { serveInternal } from '@sagopalgo/core/runtime/internal-server.ts';
import { runMain, stopInOrder } from '@sagopalgo/core/runtime/shutdown.ts';
import { endTracing, openTracing } from '@sagopalgo/core/runtime/tracing.ts';
import { readKeeperConfig } from './config.ts';
import { connectKeeper } from './connections.ts';
import type { Loop } from './loop.ts';
import {
  keeperGauges,
  mailMeasures,
  pushMeasures,
  recorderMeasures,
  tillGauges,
} from './keeper-gauges.ts';
import { startKeeperLoops } from './keeper-loops.ts';
import { stockGauges } from './stock-gauges.ts';

runMain('keeper', main);

/** Keeps the record within a second of the judge and tells results within a second of the closing. */
async function main(): Promise<void> {
  const config = readKeeperConfig();
  const log = createLog('keeper', config.LOG_LEVEL);
  const metrics = createMetrics('keeper');
  await openTracing('keeper', config.OTEL_EXPORTER_OTLP_ENDPOINT);
  const connections = connectKeeper(config, log);
  await whenConnected(connections.redis);
  await expectNoRestore(connections.db);
  const { redis } = connections;
  const settings = new SettingsWatch({ redis, log, durability: config.REDIS_DURABILITY });
  await settings.look();
  const recorder = recorderMeasures(metrics, connections.now);
  const loops = startKeeperLoops(connections, {
    recorded: recorder.recorded,
    till: tillGauges(metrics),
    mails: mailMeasures(metrics),
    pushes: pushMeasures(metrics),
    stock: stockGauges(metrics),
  });
  const { standstills } = connections;
  const bringUpToDate = keeperGauges(metrics, loops, standstills);
  const beats = startRoomBeats(redis, 'keeper', () => ({
    faults: [...settings.faults(), ...loopFaults(loops), ...standstills.faults()],
  }));
  let hasBeenReady = false;
  const internal = await serveInternal({
    host: config.HOST,
    port: config.INTERNAL_PORT,
    metrics,
    faults: () => {
      // What waits for a person must not keep a keeper from starting: it is told from then on.
      const faults = [...loopFaults(loops), ...(hasBeenReady ? standstills.faults() : [])];
      hasBeenReady ||= faults.length === 0;
      return Promise.resolve([...settings.faults(), ...faults]);
    },
    beforeMetrics: () => {
      bringUpToDate();
      recorder.bringUpToDate();
    },
  });
  stopInOrder(log, [
    ...Object.entries(loops).map(([name, loop]) => ({ name, stop: () => loop.stop() })),
    { name: 'beats', stop: () => clearInterval(beats) },
    { name: 'internal', stop: () => internal.close() },
    { name: 'settings', stop: () => settings.stop() },
    { name: 'connections', stop: () => connections.end() },
    { name: 'traces', stop: endTracing },
  ]);
  log.info('keeper.up', { internalPort: internal.port });
}

function loopFaults(loops: Record<string, Loop>): string[] {
  return Object.entries(loops).flatMap(([name, loop]) => {
    const fault = loop.fault();
    return fault === null ? [] : [`${name}: ${fault}`];
  });
}
