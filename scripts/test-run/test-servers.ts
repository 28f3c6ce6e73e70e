import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import process from 'node:process';
import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';
import { isAlive } from '../entry/file-lock.mjs';
import { newLocalS3Keys } from '../local/local-s3-keys.ts';
import { startLocalS3 } from '../local/local-s3.ts';
import { DATA_ROOT } from '../root.ts';
import { createDatabase, dropDatabases, testDatabaseName } from '../services/database.ts';
import { removeDockerData } from '../services/docker.ts';
import { provideElasticsearch } from '../services/elasticsearch.ts';
import { provideMysql } from '../services/mysql.ts';
import { provideRedis } from '../services/redis.ts';

const BUCKET = 'sagopalgo';
const FOLDER = /^test-(\d+)$/;

/** The servers of one test run: a fresh, migrated database, a Redis, an S3, and what is wanted beside them. */
export interface TestServers {
  dataDir: string;
  mysqlUrl: string;
  redisUrl: string;
  /** What a process is told of the S3. */
  s3Env: Record<string, string>;
  /** Null where there is none, or none is wanted. */
  elasticsearchUrl: string | null;
  /** Drops the run's databases, stops what was started and removes the data. */
  end: () => Promise<void>;
}

/** Starts the servers with data of their own; what cannot be kept running is ended again. */
export async function startTestServers(
  log: (line: string) => void,
  { wantsElasticsearch }: { wantsElasticsearch: boolean },
): Promise<TestServers> {
  removeLeftovers();
  const dataDir = join(DATA_ROOT, `test-${process.pid}`);
  mkdirSync(dataDir, { recursive: true });
  const endings: (() => Promise<void> | void)[] = [
    () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
  ];
  const end = async (): Promise<void> => {
    for (const step of endings.splice(0).toReversed()) await step();
  };
  try {
    const s3Env = await startS3(dataDir, endings);
    const redis = await provideRedis({ dataDir, log });
    endings.push(() => redis.stop());
    const mysql = await provideMysql({ dataDir, log });
    endings.push(() => mysql.stop());
    if (mysql.source === 'docker' || redis.source === 'docker') {
      endings.splice(1, 0, () => removeDockerData(dataDir));
    }
    // The tests run in a child that inherits this name.
    const prefix = `sagopalgo_test_${randomBytes(4).toString('hex')}_`;
    process.env['TEST_DATABASES'] = prefix;
    endings.push(() => dropDatabases(mysql.url, prefix));
    const mysqlUrl = await createDatabase(mysql.url, testDatabaseName());
    await migrateDatabase(mysqlUrl);
    const elasticsearch = wantsElasticsearch ? await provideElasticsearch({ dataDir, log }) : null;
    if (elasticsearch) endings.push(() => elasticsearch.stop());
    else if (wantsElasticsearch) log('The tests that need an Elasticsearch are not run.');
    log(`Tests run on MySQL from ${mysql.source} and Redis from ${redis.source}.`);
    const urls = { mysqlUrl, redisUrl: redis.url, elasticsearchUrl: elasticsearch?.url ?? null };
    return { dataDir, ...urls, s3Env, end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function startS3(
  dataDir: string,
  endings: (() => Promise<void> | void)[],
): Promise<Record<string, string>> {
  const place = { host: '127.0.0.1', port: 0, directory: join(dataDir, 's3'), bucket: BUCKET };
  const keys = newLocalS3Keys();
  const s3 = await startLocalS3({ ...place, keys, origins: [] });
  endings.push(() => s3.close());
  const endpoint = `http://127.0.0.1:${s3.port}`;
  return { S3_ENDPOINT: endpoint, S3_BUCKET: BUCKET, ...keys };
}

// A run that was killed outright could not clear up.
function removeLeftovers(): void {
  mkdirSync(DATA_ROOT, { recursive: true });
  for (const name of readdirSync(DATA_ROOT)) {
    const pid = Number(FOLDER.exec(name)?.[1] ?? 0);
    if (pid > 0 && !isAlive(pid)) rmSync(join(DATA_ROOT, name), { recursive: true, force: true });
  }
}
