import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { testUrls } from '@sagopalgo/core/testing/connections.ts';
import { launchMarketplace } from '../local/marketplace.ts';
import type { Marketplace, MarketplaceOptions } from '../local/marketplace.ts';
import { createDatabase, dropDatabase, testDatabaseName } from '../services/database.ts';
import { freePort } from '../services/programs.ts';

/** Redis databases of their own keep the walks' keepers away from what other tests put there. */
const REDIS_DATABASES = { shared: 9, own: 10 };
const SSE_SERVERS = 2;

/** The whole marketplace as real processes, and the stores behind it. */
export interface WalkSystem {
  marketplace: Marketplace;
  dataDir: string;
  mysqlUrl: string;
  redisUrl: string;
  db: Db;
  redis: AuctionRedis;
  /** Ends the connections to the stores. */
  end: () => Promise<void>;
}

/** What is not as it is for all other walks. */
type Own = Partial<Pick<MarketplaceOptions, 'apis' | 'demo' | 'elasticsearchUrl' | 'env'>>;

let started: Promise<WalkSystem> | null = null;

/**
 * The system all walks share, started when the first of them asks: seeded with the demo, nobody
 * bidding by themselves, two sse-servers. It stops when the last test of the run is over.
 */
export function walkSystem(): Promise<WalkSystem> {
  started ??= start();
  return started;
}

after(async function stopSystem() {
  this.timeout(60_000);
  const ending = started;
  started = null;
  // One that did not start has ended by itself and failed its test.
  const system = await ending?.catch(() => null);
  if (system) await stop(system);
});

/** A system of one walk alone, which is changed under it; `stop` ends it. */
export async function ownWalkSystem(
  own: Own,
): Promise<{ system: WalkSystem; stop: () => Promise<void> }> {
  const system = await start(REDIS_DATABASES.own, own);
  return { system, stop: () => stop(system) };
}

async function start(redisDatabase = REDIS_DATABASES.shared, own: Own = {}): Promise<WalkSystem> {
  const urls = testUrls();
  const base = process.env['TEST_DATA_DIR'] ?? tmpdir();
  const dataDir = mkdtempSync(join(base, 'walk-'));
  const mysqlUrl = await createDatabase(urls.mysqlUrl, testDatabaseName());
  const stores = { dataDir, mysqlUrl, redisUrl: withRedisDatabase(urls.redisUrl, redisDatabase) };
  try {
    return await launch(stores, own);
  } catch (error) {
    await clearUp(stores);
    throw error;
  }
}

async function launch(
  stores: Pick<WalkSystem, 'dataDir' | 'mysqlUrl' | 'redisUrl'>,
  { env, ...own }: Own,
): Promise<WalkSystem> {
  const marketplace = await launchMarketplace({
    ...stores,
    port: await freePort(),
    demo: true,
    sseServers: SSE_SERVERS,
    ...own,
    env: { DEMO_LIFE: 'off', ...env },
  });
  const { db, end } = connectMysql(stores.mysqlUrl);
  const redis = connectRedis(stores.redisUrl);
  await whenConnected(redis);
  return {
    ...{ ...stores, marketplace, db, redis },
    end: async () => {
      redis.disconnect();
      await end();
    },
  };
}

async function stop(system: WalkSystem): Promise<void> {
  await system.end();
  await system.marketplace.stop();
  await clearUp(system);
}

async function clearUp({ dataDir, mysqlUrl }: Pick<WalkSystem, 'dataDir' | 'mysqlUrl'>) {
  await dropDatabase(mysqlUrl);
  await rm(dataDir, { recursive: true, force: true });
}

function withRedisDatabase(redisUrl: string, database: number): string {
  const url = new URL(redisUrl);
  url.pathname = `/${database}`;
  return url.href;
}
