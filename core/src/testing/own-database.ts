import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { createConnection } from 'mysql2/promise';
import type { Connection } from 'mysql2/promise';
import { connectMysql } from '../mysql/connect.ts';
import type { Db } from '../mysql/connect.ts';
import { migrateDatabase } from '../mysql/migrate.ts';
import { testUrls } from './connections.ts';

const NAME_BYTES = 6;
const CHARACTERS = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

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
  const server = await createConnection({ uri: urlOf('') });
  const template = `${prefix}template`;
  await server.query(`CREATE DATABASE IF NOT EXISTS ${template} ${CHARACTERS}`);
  await migrateDatabase(urlOf(template));
  await server.query(`CREATE DATABASE ${name} ${CHARACTERS}`);
  await copyTables(server, template, name);
  const { db, end } = connectMysql(urlOf(name));
  return {
    mysqlUrl: urlOf(name),
    db,
    end: async () => {
      await end();
      await server.query(`DROP DATABASE ${name}`);
      await server.end();
    },
  };
}

function urlOf(database: string): string {
  const url = new URL(testUrls().mysqlUrl);
  url.pathname = `/${database}`;
  return url.href;
}

// Every table as the migrations have made it, which they take a multiple of the time for.
async function copyTables(server: Connection, from: string, to: string): Promise<void> {
  const [tables] = await server.query(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?',
    [from],
  );
  for (const { name } of tables as { name: string }[]) {
    await server.query(`CREATE TABLE ${to}.${name} LIKE ${from}.${name}`);
    const [[row]] = (await server.query(
      `SELECT EXISTS (SELECT 1 FROM ${from}.${name}) AS has`,
    )) as unknown as [[{ has: number }]];
    if (row.has) await server.query(`INSERT INTO ${to}.${name} SELECT * FROM ${from}.${name}`);
  }
}
