import process from 'node:process';
import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';
import { createDatabase, dropDatabases, testDatabaseName } from '../services/database.ts';
import type { Counts } from './counts.ts';
import { runMocha } from './run-mocha.ts';
import type { MochaRun } from './run-mocha.ts';

/** Those that touch a record: what they find must not depend on whose MySQL it is. */
export const DATABASE_TESTS = ['core/src/mysql/**/*.test.ts', '{lambdas,api}/src/**/*.test.ts'];

/** Runs the database tests once more, on the server that OTHER_MYSQL_URL names; null where it names none. */
export async function runOnOtherMysql(run: Omit<MochaRun, 'files'>): Promise<Counts | null> {
  const serverUrl = process.env['OTHER_MYSQL_URL'];
  if (!serverUrl) return null;
  process.stdout.write('\nThe database tests once more, on the MySQL of OTHER_MYSQL_URL:\n');
  const mysqlUrl = await createDatabase(serverUrl, testDatabaseName());
  try {
    await migrateDatabase(mysqlUrl);
    return await runMocha({ ...run, mysqlUrl, elasticsearchUrl: null, files: DATABASE_TESTS });
  } finally {
    await dropDatabases(serverUrl, process.env['TEST_DATABASES'] ?? testDatabaseName());
  }
}
