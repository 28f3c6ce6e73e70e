// `npm run restore -- <folder>`: a backup into an empty MySQL and an empty Redis.
import process from 'node:process';
import { readEmptyStores, readRestoreOptions } from './backup/options.ts';
import { restoreBackup } from './backup/restore-backup.ts';
import { sentenceOf } from './backup/sentence-of.ts';

try {
  const options = readRestoreOptions(process.argv.slice(2));
  const { rows, loaded, interrupted } = await restoreBackup(readEmptyStores(process.env), options);
  process.stdout.write(`Rows in the record: ${rows}. Auctions in Redis: ${loaded}.\n`);
  if (interrupted > 0) {
    process.stdout.write(
      `Interrupted auctions: ${interrupted}, as bids that were answered are missing, or may be. ` +
        'Look at each and resume or cancel it (npm run operate).\n',
    );
  }
} catch (error) {
  process.stderr.write(`Nothing was restored: ${sentenceOf(error)}\n`);
  // What is still being done without its lock goes with the process.
  process.exit(1);
}
