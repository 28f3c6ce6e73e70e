// `npm run migrate`: brings the database that MYSQL_URL names up to date.
import process from 'node:process';
import { z } from 'zod';
import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';
import { readConfig } from '@sagopalgo/core/runtime/config.ts';

const shape = { MYSQL_URL: z.string('it must name the database to migrate') };

try {
  const { MYSQL_URL: mysqlUrl } = readConfig(shape, process.env);
  await migrateDatabase(mysqlUrl);
  process.stdout.write('The database is up to date.\n');
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The database was not migrated: ${message}\n`);
  process.exitCode = 1;
}
