import { connectRedis, connectSubscriber } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis, Subscriber } from '@sagopalgo/core/redis/connect.ts';
import { endLoading, beginLoading } from '@sagopalgo/core/redis/loaded-marks.ts';
import { mastersOf } from '@sagopalgo/core/redis/masters.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import type { Metrics } from '@sagopalgo/core/runtime/metrics.ts';
import { tokenKey } from '@sagopalgo/core/runtime/token.ts';
import { quietLog, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { createMeasures } from '../measures.ts';
import { openWindow } from '../open-window.ts';
import type { EventWindow, WindowSettings } from '../open-window.ts';
import { openOutbox } from '../outbox.ts';
import { testSendToAll } from './test-senders.ts';

const SETTINGS: WindowSettings = {
  host: '127.0.0.1',
  httpPort: 0,
  heartbeatMs: 60_000,
  behindMaxMs: 10_000,
  silentMaxMs: 10_000,
  viewersMs: 3_600_000,
  lifetimeMaxMs: 3_600_000,
  connectionsMax: 1_000,
  connectionsPerAddress: 1_000,
  connectionsPerOwner: 1_000,
  openingsPerAddress: 1_000,
  isTrustedProxy: () => false,
  goodbyesMs: 20,
  checkMs: 50,
  unwatchAfterMs: 60_000,
  missingMs: 100,
  ownTickMs: 20,
  ownRecheckMs: 50,
  ownSpreadMs: 0,
};

/** What signs tokens and where people meet us, as a process of its own reads it. */
export const ACCESS_ENV = {
  TOKEN_SECRET: 'a secret of at least 32 characters',
  PUBLIC_ORIGINS: 'http://localhost:3000',
};

/** The same as every test window has been told. */
export const ACCESS = {
  accessKey: tokenKey(ACCESS_ENV.TOKEN_SECRET),
  publicOrigins: [ACCESS_ENV.PUBLIC_ORIGINS],
};

/** A window on connections of its own, as a process would have it. */
export interface TestWindow extends EventWindow {
  redis: AuctionRedis;
  subscriber: Subscriber;
  metrics: Metrics;
  log: ReturnType<typeof quietLog>;
  /** Stops it and its connections. */
  close(): Promise<void>;
}

interface TestSurroundings {
  now?: () => number;
  subscriberUrl?: string;
}

/** Opens a window on a free port; what is not given is set so that tests need not wait. */
export async function openTestWindow(
  given: Partial<WindowSettings> = {},
  { now = Date.now, subscriberUrl = testUrls().redisUrl }: TestSurroundings = {},
): Promise<TestWindow> {
  const { redisUrl } = testUrls();
  const redis = connectRedis(redisUrl);
  const subscriber = connectSubscriber(subscriberUrl);
  for (const connection of [redis, subscriber]) connection.on('error', () => undefined);
  await Promise.all([redis.connect(), subscriber.connect()]);
  const [metrics, log] = [createMetrics('sse-server'), quietLog()];
  const measures = createMeasures(metrics);
  const outbox = openOutbox(testSendToAll());
  const deps = { ...ACCESS, redis, subscriber, log, measures, outbox, now };
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
export async function openJudge(): Promise<AuctionRedis> {
  const redis = connectRedis(testUrls().redisUrl);
  await redis.connect();
  await markLoaded(redis);
  return redis;
}

/** As the keeper does when everything that it knows is in Redis. */
export async function markLoaded(redis: AuctionRedis): Promise<void> {
  await beginLoading(redis, 'test');
  await endLoading(redis, 'test');
}

/** Cuts every connection that subscribes to anything, from Redis's side. */
export async function cutSubscribers(redis: AuctionRedis): Promise<void> {
  await Promise.all(
    mastersOf(redis).map((master) => master.call('CLIENT', 'KILL', 'TYPE', 'pubsub')),
  );
}

/** How many connections subscribe to a sharded channel. */
export async function subscribersTo(redis: AuctionRedis, channel: string): Promise<number> {
  const asked = mastersOf(redis).map((each) => each.call('PUBSUB', 'SHARDNUMSUB', channel));
  const counts = (await Promise.all(asked)) as [channel: string, count: number][];
  return counts.reduce((sum, [, count]) => sum + count, 0);
}

/** The sum of a metric's values, of one label value where given. */
export async function measured(metrics: Metrics, name: string, label?: string): Promise<number> {
  const found = await metrics.registry.getSingleMetric(name)?.get();
  const values = (found?.values ?? []).filter(
    ({ labels }) => label === undefined || Object.values(labels).includes(label),
  );
  return values.reduce((sum, { value }) => sum + value, 0);
}
