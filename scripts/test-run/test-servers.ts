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
import type { Service } from '../services/sources.ts';

const BUCKET = 'sagopalgo';
const FOLDER = /^test-(\d+)$/;

/** What tests that run one after the other have to themselves. */
export interface TestStores {
  dataDir: string;
  /** A fresh, migrated database. */
  mysqlUrl: string;
  redisUrl: string;
  /** What a process is told of an S3. */
  s3Env: Record<string, string>;
  /** Null where there is none, or none is wanted. */
  elasticsearchUrl: string | null;
}

/** The servers of one test run. */
export interface TestServers {
  /** As many as were asked for; only one where REDIS_URL names the only Redis there is. */
  lanes: TestStores[];
  /** Drops the run's databases, stops what was started and removes the data. */
  end: () => Promise<void>;
}

type Endings = (() => Promise<void> | void)[];

/**
 * Starts the servers with data of their own; what cannot be kept running is ended again. Lanes share
 * the servers of MySQL and Elasticsearch, in which each test keeps to a database or index of its own.
 */
export async function startTestServers(
  log: (line: string) => void,
  wanted: { lanes: number; elasticsearch: boolean },
): Promise<TestServers> {
  removeLeftovers();
  const dataDir = join(DATA_ROOT, `test-${process.pid}`);
  mkdirSync(dataDir, { recursive: true });
  const endings: Endings = [
    () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
  ];
  const end = async (): Promise<void> => {
    for (const step of endings.splice(0).toReversed()) await step();
  };
  try {
    return { lanes: await startLanes(dataDir, log, wanted, endings), end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function startLanes(
  dataDir: string,
  log: (line: string) => void,
  wanted: { lanes: number; elasticsearch: boolean },
  endings: Endings,
): Promise<TestStores[]> {
  const mysql = await provideMysql({ dataDir, log });
  endings.push(() => mysql.stop());
  if (mysql.source === 'docker') endings.splice(1, 0, () => removeDockerData(dataDir));
  // The tests run in a child that inherits this name.
  const prefix = `sagopalgo_test_${randomBytes(4).toString('hex')}_`;
  process.env['TEST_DATABASES'] = prefix;
  endings.push(() => dropDatabases(mysql.url, prefix));
  const elasticsearch = wanted.elasticsearch ? await provideElasticsearch({ dataDir, log }) : null;
  if (elasticsearch) endings.push(() => elasticsearch.stop());
  else if (wanted.elasticsearch) log('The tests that need an Elasticsearch are not run.');
  const lanes: TestStores[] = [];
  while (lanes.length < wanted.lanes) {
    const laneDir = join(dataDir, `lane-${lanes.length + 1}`);
    const redis = await startRedis(laneDir, log, endings);
    lanes.push({
      dataDir: laneDir,
      mysqlUrl: await migratedDatabase(mysql.url),
      redisUrl: redis.url,
      s3Env: await startS3(laneDir, endings),
      elasticsearchUrl: elasticsearch?.url ?? null,
    });
    if (lanes.length === 1) {
      log(`Tests run on MySQL from ${mysql.source} and Redis from ${redis.source}.`);
    }
    if (redis.source === 'environment') break;
  }
  return lanes;
}

async function startRedis(
  dataDir: string,
  log: (line: string) => void,
  endings: Endings,
): Promise<Service> {
  mkdirSync(dataDir, { recursive: true });
  const redis = await provideRedis({ dataDir, log });
  if (redis.source === 'docker') endings.push(() => removeDockerData(dataDir));
  endings.push(() => redis.stop());
  return redis;
}

async function migratedDatabase(serverUrl: string): Promise<string> {
  const url = await createDatabase(serverUrl, testDatabaseName());
  await migrateDatabase(url);
  return url;
}

async function startS3(dataDir: string, endings: Endings): Promise<Record<string, string>> {
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
