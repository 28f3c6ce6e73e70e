import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { createConnection } from 'mysql2/promise';
import { connectMysql } from '../mysql/connect.ts';
import type { Db } from '../mysql/connect.ts';
import { migrateDatabase } from '../mysql/migrate.ts';
import { testUrls } from './connections.ts';

const NAME_BYTES = 6;

/** A migrated database that no other test writes to. */
export interface OwnDatabase {
  mysqlUrl: string;
  db: Db;
  /** Closes and drops it. */
  end: () => Promise<void>;
}

/** Makes a database for what looks at all of the record; the run's own prefix lets it clear up. */
export async function openOwnDatabase(): Promise<OwnDatabase> {
  const prefix = process.env['TEST_DATABASES'] ?? 'sagopalgo_test_';
  const name = `${prefix}${randomBytes(NAME_BYTES).toString('hex')}`;
  const url = new URL(testUrls().mysqlUrl);
  url.pathname = '/';
  const server = await createConnection({ uri: url.href });
  await server.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  url.pathname = `/${name}`;
  await migrateDatabase(url.href);
  const { db, end } = connectMysql(url.href);
  return {
    mysqlUrl: url.href,
    db,
    end: async () => {
      await end();
      await server.query(`DROP DATABASE ${name}`);
      await server.end();
    },
  };
}
