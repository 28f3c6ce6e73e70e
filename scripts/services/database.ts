import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { createConnection } from 'mysql2/promise';

const CONNECT_TIMEOUT_MS = 3_000;

/** True when a MySQL server answers at this URL and lets us in. */
export async function answersMysql(serverUrl: string): Promise<boolean> {
  try {
    await query(serverUrl, 'SELECT 1');
    return true;
  } catch {
    return false;
  }
}

/** The URL without its password, for what people read. */
export function shownUrl(url: string): string {
  return url.replace(/:[^:@/]*@/, '@');
}

/** The database that a URL names, or null when it names only the server. */
export function databaseOf(url: string): string | null {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  return name === '' ? null : name;
}

/** The same server's URL with this database. */
export function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

/** Makes the database unless it is there; returns its URL. The server's URL may name any or none. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const charset = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
  await query(serverUrl, `CREATE DATABASE IF NOT EXISTS ${quoted(name)} ${charset}`);
  return withDatabase(serverUrl, name);
}

/** Drops a database that `createDatabase` made. */
export async function dropDatabase(url: string): Promise<void> {
  const name = databaseOf(url);
  if (name === null) throw new Error('the URL names no database to drop');
  await query(url, `DROP DATABASE IF EXISTS ${quoted(name)}`);
}

/** A name that no other test has; it begins with the run's own, so that the run can clear up. */
export function testDatabaseName(): string {
  return `${process.env['TEST_DATABASES'] ?? 'sagopalgo_test_'}${randomBytes(6).toString('hex')}`;
}

/** Drops every database whose name begins so, whoever of a test run made it. */
export async function dropDatabases(serverUrl: string, prefix: string): Promise<void> {
  const begins = `LEFT(schema_name, ${prefix.length}) = '${prefix}'`;
  const sql = `SELECT schema_name AS name FROM information_schema.schemata WHERE ${begins}`;
  const found = (await query(serverUrl, sql)) as { name: string }[];
  for (const { name } of found) await query(serverUrl, `DROP DATABASE ${quoted(name)}`);
}

async function query(serverUrl: string, sql: string): Promise<unknown> {
  const server = new URL(serverUrl);
  server.pathname = '/';
  const connection = await createConnection({
    uri: server.href,
    connectTimeout: CONNECT_TIMEOUT_MS,
  });
  try {
    const [rows] = await connection.query(sql);
    return rows;
  } finally {
    await connection.end();
  }
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
