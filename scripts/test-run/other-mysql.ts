import process from 'node:process';
import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';
import { createDatabase, dropDatabases, testDatabaseName } from '../services/database.ts';
import type { Counts } from './counts.ts';
import { runMocha } from './run-mocha.ts';
import type { MochaRun } from './run-mocha.ts';

/** Those that touch a record: what they find must not depend on whose MySQL it is. */
export const DATABASE_TESTS = [
  ...['core/src/mysql/**/*.test.ts', '{lambdas,api}/src/**/*.test.ts'],
  'scripts/told/*.test.ts',
];
/**
 * Those of them that lock and settle; the others, of pictures, searches, mails and whole keepers among them, are left
 * to the night.
 */
export const SETTLING_TESTS = [
  'core/src/mysql/**/*.test.ts',
  'lambdas/src/!(make-thumbnails|purge-images|index-auctions|send-mails)/**/*.test.ts',
  'lambdas/src/!(keeper).test.ts',
  'scripts/told/*.test.ts',
];

/** Runs such tests once more, on the server that OTHER_MYSQL_URL names; null where it names none. */
export async function runOnOtherMysql(run: MochaRun): Promise<Counts | null> {
  const serverUrl = process.env['OTHER_MYSQL_URL'];
  if (!serverUrl) return null;
  const output = run.output ?? process.stdout;
  output.write('\nTests of the record once more, on the MySQL of OTHER_MYSQL_URL:\n');
  const mysqlUrl = await createDatabase(serverUrl, testDatabaseName());
  try {
    await migrateDatabase(mysqlUrl);
    return await runMocha({ ...run, mysqlUrl, elasticsearchUrl: null });
  } finally {
    await dropDatabases(serverUrl, process.env['TEST_DATABASES'] ?? testDatabaseName());
  }
}
