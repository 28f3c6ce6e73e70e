import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { addAuction, addUser, testToss, testUrls } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import { startPart } from '../local/part.ts';
import type { Part } from '../local/part.ts';
import { tokenSecret } from '../local/token-secret.ts';
import { createDatabase, dropDatabase, testDatabaseName } from '../services/database.ts';
import { redisProgram } from '../services/redis-server.ts';
import { KillableRedis } from './killable-redis.ts';

const HOUR_MS = 3_600_000;

/** A door of the marketplace, as a process of its own. */
export type ApiPart = Part & { url: string };

/** The Redis that the parts are given. */
export interface OwnStore {
  url: string;
  stop(): Promise<void>;
}

/** Parts of the marketplace that a test kills: a Redis and a database of their own, and processes. */
export interface KillSystem<Store extends OwnStore = KillableRedis> {
  store: Store;
  dataDir: string;
  mysqlUrl: string;
  db: Db;
  redis: AuctionRedis;
  /**
   * Starts one more api; its port is not that of another. `env` goes before what every part is told, and who
   * waits for it gives up when `interrupted` aborts.
   */
  startApi(env?: Record<string, string>, interrupted?: AbortSignal): Promise<ApiPart>;
  startKeeper(env?: Record<string, string>): Promise<Part>;
  /** An auction in the record and in Redis, open since an hour and for one more unless told otherwise. */
  list(given?: Partial<AuctionRow>): Promise<AuctionRow>;
  end(): Promise<void>;
}

/** Starts the stores; skips the test where there is no Redis program to be killed. */
export async function killSystemOrSkip(test: Mocha.Context): Promise<KillSystem> {
  return await ownSystemOrSkip(test, (dataDir) => KillableRedis.start(dataDir));
}

/** The same with a Redis of another kind, which `startStore` starts with its data in `dataDir`. */
export async function ownSystemOrSkip<Store extends OwnStore>(
  test: Mocha.Context,
  startStore: (dataDir: string) => Promise<Store>,
): Promise<KillSystem<Store>> {
  if (redisProgram() === null) test.skip();
  const base = process.env['TEST_DATA_DIR'] ?? tmpdir();
  const dataDir = mkdtempSync(join(base, 'kill-'));
  const endings: (() => Promise<void> | void)[] = [
    () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  ];
  const end = async (): Promise<void> => {
    for (const ending of endings.splice(0).toReversed()) await ending();
  };
  try {
    return { ...(await startStores(dataDir, startStore, endings)), dataDir, end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function startStores<Store extends OwnStore>(
  dataDir: string,
  startStore: (dataDir: string) => Promise<Store>,
  endings: (() => Promise<void> | void)[],
): Promise<Omit<KillSystem<Store>, 'dataDir' | 'end'>> {
  const mysqlUrl = await createDatabase(testUrls().mysqlUrl, testDatabaseName());
  endings.push(() => dropDatabase(mysqlUrl));
  await migrateDatabase(mysqlUrl);
  const store = await startStore(dataDir);
  endings.push(() => store.stop());
  const { db, end } = connectMysql(mysqlUrl);
  const redis = connectRedis(store.url);
  redis.on('error', () => undefined);
  await whenConnected(redis);
  endings.push(() => redis.disconnect(), end);
  const stores = { MYSQL_URL: mysqlUrl, REDIS_URL: store.url, SIGNING_KEY: newSigningKey() };
  const start = async (
    kind: 'api' | 'keeper',
    plan: { file: string; env?: object },
    interrupted?: AbortSignal,
  ) => {
    const name = `${kind}-${randomBytes(3).toString('hex')}`;
    const env = { ...stores, ...testToss(), LOG_LEVEL: 'info', ...plan.env };
    const logFile = join(dataDir, 'logs', `${name}.log`);
    const ports = kind === 'api' ? ['HTTP_PORT'] : [];
    const part = await startPart({ name, file: plan.file, env, logFile, ports }, interrupted);
    endings.push(() => part.stop());
    return part;
  };
  return {
    ...{ store, mysqlUrl, db, redis },
    startApi: async (given, interrupted) => {
      const env = { ...apiEnv(dataDir), ...given };
      const part = await start('api', { file: 'api/src/main.ts', env }, interrupted);
      return Object.assign(part, { url: `http://127.0.0.1:${part.ports['HTTP_PORT']}` });
    },
    startKeeper: (env = {}) => start('keeper', { file: 'lambdas/src/keeper.ts', env }),
    list: async (given) => {
      const opensAtMs = Date.now() - HOUR_MS;
      const times = { opensAtMs, closesAtMs: Date.now() + HOUR_MS };
      const sellerId = await addUser(db);
      const auction = await addAuction(db, { ...times, sellerId, ...given });
      await openAuction(redis, auction);
      return auction;
    },
  };
}

function apiEnv(dataDir: string): Record<string, string> {
  return {
    TOKEN_SECRET: tokenSecret(dataDir),
    RATE_LIMITS: 'wide',
    PUBLIC_ORIGINS: 'http://127.0.0.1:3000',
    IMAGES_BASE_URL: '/images',
  };
}
