// `npm run migrate`: brings the database that MYSQL_URL names up to date.
import process from 'node:process';
import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';

const mysqlUrl = process.env['MYSQL_URL'];
try {
  if (!mysqlUrl) throw new Error('MYSQL_URL must name the database to migrate');
  await migrateDatabase(mysqlUrl);
  process.stdout.write('The database is up to date.\n');
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The database was not migrated: ${message}\n`);
  process.exitCode = 1;
}
