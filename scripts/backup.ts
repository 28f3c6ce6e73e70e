// `npm run backup -- <folder>`: a consistent backup of the record, with every bid that was answered before it began.
import process from 'node:process';
import { makeBackup } from './backup/make-backup.ts';
import { readBackupOptions } from './backup/options.ts';
import { sentenceOf } from './backup/sentence-of.ts';
import { runningStores } from './demo-auction/running-stores.ts';

try {
  const { folder } = readBackupOptions(process.argv.slice(2));
  const { rows, tables, bytes } = await makeBackup(runningStores(process.env), folder);
  process.stdout.write(`${folder} is whole. Tables: ${tables}, rows: ${rows}, bytes: ${bytes}.\n`);
} catch (error) {
  process.stderr.write(`No backup was made: ${sentenceOf(error)}\n`);
  process.exitCode = 1;
}
