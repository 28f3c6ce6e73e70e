import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';
import { createDatabase } from '../services/database.ts';
import { removeDockerData } from '../services/docker.ts';
import { provideMysql } from '../services/mysql.ts';
import { provideRedis } from '../services/redis.ts';
import { newRunFolder } from './run-folder.ts';

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
  const { dataDir, remove } = newRunFolder();
  const endings: (() => Promise<void> | void)[] = [remove];
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
