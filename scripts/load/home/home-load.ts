import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { startPart } from '../../local/part.ts';
import type { Part } from '../../local/part.ts';
import { apiEnv } from '../arms.ts';
import { startLoadStores } from '../load-stores.ts';
import type { LoadStores } from '../load-stores.ts';
import { askAgain } from './ask-again.ts';
import { fillRecord } from './fill-record.ts';
import type { FilledRecord } from './fill-record.ts';
import { HOME_ARMS, HOME_SCENES, KEPT_MS, pathsOf } from './home-scenes.ts';
import type { HomeArm } from './home-scenes.ts';
import { homeOptions } from './home-options.ts';
import type { HomeOptions } from './home-options.ts';
import { summarizeHome } from './home-summary.ts';
import type { HomeSample } from './home-summary.ts';

const CONNECTIONS = 32;
const WARM_UP_MS = 1_000;

/**
 * Reads home, auctions and lists as fast as they are answered, by turns from an api that keeps what it
 * read of the record and from one that reads all anew; on stores and processes of its own that are gone
 * afterwards. Returns what to print.
 */
export async function homeLoad(
  args: readonly string[],
  say: (line: string) => void,
): Promise<string> {
  const options = homeOptions(args);
  const tokenSecret = randomBytes(32).toString('hex');
  say('Starting stores of its own …');
  const stores = await startLoadStores(say);
  const { db, end } = connectMysql(stores.mysqlUrl);
  const redis = connectRedis(stores.redisUrl);
  const servers = new Map<HomeArm, Part>();
  try {
    await whenConnected(redis);
    say(`Listing ${options.auctions} auctions …`);
    const filled = await fillRecord({ db, redis, tokenSecret }, options.auctions);
    await db.execute(sql`analyze table auctions`);
    for (const arm of HOME_ARMS) servers.set(arm, await startArm(arm, stores, tokenSecret));
    const samples = await runAll(options, servers, filled, say);
    return summarizeHome(samples, { ...options, version: await versionOf(db) });
  } finally {
    for (const server of servers.values()) await server.stop();
    redis.disconnect();
    await end();
    await stores.end();
  }
}

async function runAll(
  { rounds, seconds }: HomeOptions,
  servers: ReadonlyMap<HomeArm, Part>,
  filled: FilledRecord,
  say: (line: string) => void,
): Promise<HomeSample[]> {
  const samples: HomeSample[] = [];
  // The first round only brings everything to the speed it then keeps.
  for (let round = 0; round <= rounds; round += 1) {
    for (const scene of HOME_SCENES) {
      // The other way round in every other round, so that neither is always the second.
      for (const arm of round % 2 === 0 ? HOME_ARMS : HOME_ARMS.toReversed()) {
        say(`round ${round} of ${rounds}: ${scene}, ${arm} …`);
        const asked = await askAgain({
          port: servers.get(arm)?.ports['HTTP_PORT'] ?? 0,
          connections: CONNECTIONS,
          nextPath: pathsOf(scene, filled),
          ...{ warmUpMs: WARM_UP_MS, forMs: seconds * 1_000 },
        });
        if (round > 0) samples.push({ arm, scene, ...asked });
      }
    }
  }
  return samples;
}

function startArm(arm: HomeArm, stores: LoadStores, tokenSecret: string): Promise<Part> {
  return startPart({
    name: arm,
    file: 'api/src/main.ts',
    env: {
      MYSQL_URL: stores.mysqlUrl,
      REDIS_URL: stores.redisUrl,
      ...apiEnv(tokenSecret),
      READ_CACHE_MS: KEPT_MS[arm],
    },
    ports: ['HTTP_PORT'],
    logFile: join(stores.dataDir, `${arm}.log`),
  });
}

async function versionOf(db: Db): Promise<string> {
  const [rows] = await db.execute(sql`select version() as version`);
  return (rows as unknown as { version: string }[])[0]?.version ?? '';
}
