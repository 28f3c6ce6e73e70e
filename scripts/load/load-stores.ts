import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';
import { isAlive } from '../entry/file-lock.mjs';
import { DATA_ROOT } from '../root.ts';
import { createDatabase } from '../services/database.ts';
import { removeDockerData } from '../services/docker.ts';
import { provideMysql } from '../services/mysql.ts';
import { provideRedis } from '../services/redis.ts';

/** One level deeper than other data, so that no other command takes it for theirs. */
const RUNS = join(DATA_ROOT, 'load');
const FOLDER = /^run-(\d+)$/;

/** New, durable stores for one load, gone after it. */
export interface LoadStores {
  dataDir: string;
  mysqlUrl: string;
  redisUrl: string;
  end(): Promise<void>;
}

/**
 * Starts stores of their own, whatever MYSQL_URL and REDIS_URL name: a rush has no place on servers
 * that somebody uses. What was started is ended again when something fails.
 */
export async function startLoadStores(say: (line: string) => void): Promise<LoadStores> {
  removeLeftovers();
  const dataDir = join(RUNS, `run-${process.pid}`);
  mkdirSync(dataDir, { recursive: true });
  const endings: (() => Promise<void> | void)[] = [
    () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
  ];
  const end = async (): Promise<void> => {
    for (const step of endings.splice(0).toReversed()) await step();
  };
  try {
    const options = { dataDir, log: say, env: {} };
    const redis = await provideRedis(options);
    endings.push(() => redis.stop());
    const mysql = await provideMysql(options);
    endings.push(() => mysql.stop());
    if (redis.source === 'docker' || mysql.source === 'docker') {
      endings.splice(1, 0, () => removeDockerData(dataDir));
    }
    const mysqlUrl = await createDatabase(mysql.url, 'sagopalgo');
    await migrateDatabase(mysqlUrl);
    return { dataDir, mysqlUrl, redisUrl: redis.url, end };
  } catch (error) {
    await end();
    throw error;
  }
}

// A run that was killed outright could not clear up.
function removeLeftovers(): void {
  mkdirSync(RUNS, { recursive: true });
  for (const name of readdirSync(RUNS)) {
    const pid = Number(FOLDER.exec(name)?.[1] ?? 0);
    if (pid > 0 && !isAlive(pid)) rmSync(join(RUNS, name), { recursive: true, force: true });
  }
}
