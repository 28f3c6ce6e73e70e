import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { tokenSecret } from '../local/token-secret.ts';
import { ROOT } from '../root.ts';
import { createDatabase, dropDatabase, testDatabaseName } from '../services/database.ts';
import { provideMysql } from '../services/mysql.ts';
import { freePort } from '../services/programs.ts';
import { KillableRedis } from '../walk/killable-redis.ts';
import { ROOMS, roomService } from './house-rooms.ts';
import type { RoomName, Service, Surroundings } from './house-rooms.ts';
import { OwnMysql } from './own-mysql.ts';
import { mysqlService, redisService } from './store-services.ts';

/** What is wanted of a house. */
export interface HousePlan {
  rooms: readonly RoomName[];
  /** A MySQL that can be lost, instead of one that others may use too. */
  ownMysql?: boolean;
  /** More environment for some of the rooms. */
  env?: Partial<Record<RoomName, Record<string, string>>>;
}

/** The marketplace, or so much of it as a runbook needs, with stores of its own. */
export interface House extends Surroundings {
  apiUrl: string;
  db: Db;
  redis: AuctionRedis;
  store: KillableRedis;
  services: ReadonlyMap<string, Service>;
  /** By room: the file that runs in the place of its own, as another release would. */
  versions: Map<string, string>;
  /** Where commands are typed: it looks like the clone, with an `.env` of its own. */
  cloneDir: string;
  service: (name: string) => Service;
  end: () => Promise<void>;
}

/** Starts the stores and the rooms, in that order. */
export async function openHouse(plan: HousePlan): Promise<House> {
  const dataDir = mkdtempSync(join(process.env['TEST_DATA_DIR'] ?? tmpdir(), 'house-'));
  const endings: (() => Promise<void> | void)[] = [
    () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  ];
  const end = async (): Promise<void> => {
    for (const ending of endings.splice(0).toReversed()) await ending();
  };
  try {
    const house = await furnish(dataDir, plan, endings);
    for (const room of plan.rooms) await house.service(room).up(plan.env?.[room] ?? {});
    return { ...house, end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function furnish(
  dataDir: string,
  plan: HousePlan,
  endings: (() => Promise<void> | void)[],
): Promise<Omit<House, 'end'>> {
  const { mysqlUrl, own } = await mysqlFor(dataDir, plan, endings);
  const store = await KillableRedis.start(dataDir);
  endings.push(() => store.stop());
  const { db, end } = connectMysql(mysqlUrl);
  const redis = connectRedis(store.url);
  redis.on('error', () => undefined);
  await whenConnected(redis);
  endings.push(() => redis.disconnect(), end);
  const [api, sse, toss] = [await freePort(), await freePort(), await freePort()];
  const surroundings: Surroundings = {
    ...{ dataDir, mysqlUrl, redisUrl: store.url, ports: { api, sse, toss } },
    ...{ tokenSecret: tokenSecret(dataDir), signingKey: newSigningKey() },
  };
  const versions = new Map<string, string>();
  const services = new Map<string, Service>();
  services.set('redis', redisService(store, dataDir));
  if (own) services.set('mysql', mysqlService(own, dataDir));
  for (const room of Object.keys(ROOMS) as RoomName[]) {
    if (!plan.rooms.includes(room)) continue;
    const service = roomService(room, surroundings, versions);
    services.set(room, service);
    endings.push(() => service.down());
  }
  return {
    ...{ ...surroundings, db, redis, store, services, versions },
    ...{ apiUrl: `http://127.0.0.1:${api}`, cloneDir: cloneOf(dataDir) },
    service: (name) => {
      const found = services.get(name);
      if (!found) throw new Error(`there is no ${name} in this house`);
      return found;
    },
  };
}

async function mysqlFor(
  dataDir: string,
  { ownMysql = false }: HousePlan,
  endings: (() => Promise<void> | void)[],
): Promise<{ mysqlUrl: string; own: OwnMysql | null }> {
  const own = ownMysql ? await OwnMysql.start(dataDir) : null;
  const server = own ?? (await provideMysql({ dataDir, log: () => undefined }));
  endings.push(() => (server instanceof OwnMysql ? server.end() : server.stop()));
  const mysqlUrl = await createDatabase(server.url, testDatabaseName());
  // One that is lost for good takes its database along.
  if (!own) endings.push(() => dropDatabase(mysqlUrl));
  await migrateDatabase(mysqlUrl);
  return { mysqlUrl, own };
}

// Its npm commands are the clone's own; its `.env` is not.
function cloneOf(dataDir: string): string {
  const cloneDir = join(dataDir, `clone-${randomBytes(3).toString('hex')}`);
  mkdirSync(cloneDir);
  for (const name of ['package.json', 'scripts', 'infra']) {
    symlinkSync(join(ROOT, name), join(cloneDir, name));
  }
  writeFileSync(join(cloneDir, '.env'), '', { mode: 0o600 });
  return cloneDir;
}
