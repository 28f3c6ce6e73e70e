// `npm run backup -- <folder>`: a consistent backup of the record, with every bid that was answered before it began.
import process from 'node:process';
import { someOf } from './backup/accepted-bids.ts';
import { makeBackup } from './backup/make-backup.ts';
import { readBackupOptions } from './backup/options.ts';
import { sentenceOf } from './backup/sentence-of.ts';
import { runningStores } from './demo-auction/running-stores.ts';

try {
  const options = readBackupOptions(process.argv.slice(2));
  const { lacksBidsOf, ...made } = await makeBackup(runningStores(process.env), options);
  const isWhole = lacksBidsOf.length === 0;
  const what = isWhole ? 'is whole' : `may lack answered bids of ${someOf(lacksBidsOf)}`;
  const { rows, tables, bytes } = made;
  const sizes = `Tables: ${tables}, rows: ${rows}, bytes: ${bytes}.`;
  process.stdout.write(`${options.folder} ${what}. ${sizes}\n`);
} catch (error) {
  process.stderr.write(`No backup was made: ${sentenceOf(error)}\n`);
  // What is still being done without its lock goes with the process.
  process.exit(1);
}
