import { drizzle } from 'drizzle-orm/mysql2';
import type { MySql2Database } from 'drizzle-orm/mysql2';
import { createPool } from 'mysql2/promise';
import type { Pool } from 'mysql2/promise';
import * as marketSchema from './schema.ts';
import * as searchSchema from './search-schema.ts';
import * as tillSchema from './till-schema.ts';

const POOL_SIZE = 10;
const QUEUE_MAX = 1_000;
const CONNECT_TIMEOUT_MS = 5_000;

const schema = { ...marketSchema, ...tillSchema, ...searchSchema };

export type Db = MySql2Database<typeof schema>;

/** What a function takes that is only right inside a transaction. */
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

/** A pool of connections to the record. Times are numbers, so no time zone plays a part. */
export function connectMysql(
  mysqlUrl: string,
  connectionLimit = POOL_SIZE,
): { db: Db; pool: Pool; end: () => Promise<void> } {
  const pool = createPool({
    uri: mysqlUrl,
    connectionLimit,
    queueLimit: QUEUE_MAX,
    connectTimeout: CONNECT_TIMEOUT_MS,
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    supportBigNumbers: true,
  });
  return { db: drizzle(pool, { schema, mode: 'default' }), pool, end: () => pool.end() };
}
