import type { AddressInfo } from 'node:net';
import type { Redis } from 'ioredis';
import { connectRedis, connectSubscriber } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { LOADED_KEY } from '@sagopalgo/core/redis/keys.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import type { Metrics } from '@sagopalgo/core/runtime/metrics.ts';
import { quietLog, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { createMeasures } from '../measures.ts';
import { openWindow } from '../open-window.ts';
import type { EventWindow, WindowSettings } from '../open-window.ts';

/** A database of its own keeps other rooms' tests from emptying Redis under this room's watchers. */
const DATABASE = 9;

const SETTINGS: WindowSettings = {
  host: '127.0.0.1',
  httpPort: 0,
  heartbeatMs: 60_000,
  connectionsMax: 1_000,
  goodbyesMs: 20,
  checkMs: 50,
  unwatchAfterMs: 60_000,
  missingMs: 100,
};

/** A window on connections of its own, as a process would have it. */
export interface TestWindow extends EventWindow {
  redis: AuctionRedis;
  subscriber: Redis;
  metrics: Metrics;
  log: ReturnType<typeof quietLog>;
  /** Stops it and its connections. */
  close(): Promise<void>;
}

/** Opens a window on a free port; what is not given is set so that tests need not wait. */
export async function openTestWindow(
  given: Partial<WindowSettings> = {},
  database = DATABASE,
): Promise<TestWindow> {
  const url = redisUrlOf(database);
  const redis = connectRedis(url);
  const subscriber = connectSubscriber(url);
  await Promise.all([redis.connect(), subscriber.connect()]);
  const [metrics, log] = [createMetrics('sse-server'), quietLog()];
  const deps = { redis, subscriber, log, measures: createMeasures(metrics), now: Date.now };
  const window = await openWindow(deps, { ...SETTINGS, ...given });
  return {
    ...window,
    redis,
    subscriber,
    metrics,
    log,
    close: async () => {
      await window.stop();
      for (const connection of [redis, subscriber]) connection.disconnect();
    },
  };
}

/** A connection on which tests act as the judge; Redis counts as loaded. */
export async function openJudge(database = DATABASE): Promise<AuctionRedis> {
  const redis = connectRedis(redisUrlOf(database));
  await redis.connect();
  await redis.set(LOADED_KEY, '1');
  return redis;
}

/** Cuts a connection from Redis's side. */
export async function kill(redis: AuctionRedis, victim: Redis): Promise<void> {
  const { address, port } = victim.stream.address() as AddressInfo;
  await redis.client('KILL', 'ADDR', `${address}:${port}`);
}

/** The sum of a metric's values, of one label value where given. */
export async function measured(metrics: Metrics, name: string, label?: string): Promise<number> {
  const found = await metrics.registry.getSingleMetric(name)?.get();
  const values = (found?.values ?? []).filter(
    ({ labels }) => label === undefined || Object.values(labels).includes(label),
  );
  return values.reduce((sum, { value }) => sum + value, 0);
}

function redisUrlOf(database: number): string {
  const url = new URL(testUrls().redisUrl);
  url.pathname = `/${database}`;
  return url.href;
}
