import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi } from '@sagopalgo/api/src/testing/api-under-test.ts';
import type { ApiUnderTest } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { connectRedis, connectSubscriber } from '@sagopalgo/core/redis/connect.ts';
import { beginLoading, endLoading } from '@sagopalgo/core/redis/loaded-marks.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { quietLog, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { openConnections } from '@sagopalgo/lambdas/src/connections.ts';
import type { OwnedConnections } from '@sagopalgo/lambdas/src/connections.ts';
import { createMeasures } from '@sagopalgo/sse-server/src/measures.ts';
import { openWindow } from '@sagopalgo/sse-server/src/open-window.ts';
import type { EventWindow } from '@sagopalgo/sse-server/src/open-window.ts';
import { openOutbox } from '@sagopalgo/sse-server/src/outbox.ts';
import { testSendToAll } from '@sagopalgo/sse-server/src/testing/test-senders.ts';
import { startRedisCluster } from '../services/redis-cluster.ts';
import type { RedisCluster } from '../services/redis-cluster.ts';

const CHECK_MS = 200;
const HOUR_MS = 3_600_000;

/** The door, the window and the hands on a cluster of three masters of their own. */
export interface ClusterSystem {
  cluster: RedisCluster;
  api: ApiUnderTest;
  window: EventWindow;
  hands: OwnedConnections;
  end(): Promise<void>;
}

/** Starts all of it in this process; `end` leaves nothing behind but rows of the tests' database. */
export async function startClusterSystem(): Promise<ClusterSystem> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sagopalgo-cluster-'));
  const endings: (() => Promise<unknown> | void)[] = [
    () => rmSync(dataDir, { recursive: true, force: true }),
  ];
  const end = async (): Promise<void> => {
    for (const ending of endings.splice(0).toReversed()) await ending();
  };
  try {
    const cluster = await startRedisCluster(dataDir);
    endings.push(() => cluster.stop());
    const api = await startApi(() => ({}), { REDIS_URL: cluster.url });
    endings.push(() => api.end());
    await beginLoading(api.deps.redis, 'walk');
    await endLoading(api.deps.redis, 'walk');
    const urls = { mysqlUrl: testUrls().mysqlUrl, redisUrl: cluster.url };
    const hands = openConnections(urls, quietLog());
    endings.push(() => hands.end());
    await hands.redis.connect();
    const { window, close } = await openClusterWindow(cluster.url, api);
    endings.push(close);
    return { cluster, api, window, hands, end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function openClusterWindow(url: string, { deps: { accessKey, settings } }: ApiUnderTest) {
  const [redis, subscriber] = [connectRedis(url), connectSubscriber(url)];
  for (const connection of [redis, subscriber]) {
    connection.on('error', () => undefined);
    await connection.connect();
  }
  const measures = createMeasures(createMetrics('sse-server'));
  const access = { accessKey, publicOrigins: settings.publicOrigins };
  const outbox = openOutbox(testSendToAll());
  const deps = { ...access, redis, subscriber, log: quietLog(), measures, outbox, now: Date.now };
  const window = await openWindow(deps, {
    ...{ host: '127.0.0.1', httpPort: 0, heartbeatMs: 60_000, connectionsMax: 100 },
    ...{ connectionsPerAddress: 100, connectionsPerOwner: 100, openingsPerAddress: 100 },
    ...{ isTrustedProxy: () => false, lifetimeMaxMs: HOUR_MS, behindMaxMs: 10_000 },
    ...{ viewersMs: 5_000, silentMaxMs: 10_000 },
    ...{ goodbyesMs: 0, checkMs: CHECK_MS, unwatchAfterMs: 60_000, missingMs: 3_000 },
    ...{ ownTickMs: 100, ownRecheckMs: 1_000, ownSpreadMs: 100 },
  });
  const close = async (): Promise<void> => {
    await window.stop();
    for (const connection of [redis, subscriber]) connection.disconnect();
  };
  return { window, close };
}
