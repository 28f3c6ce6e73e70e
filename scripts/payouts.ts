// `npm run payouts`: the transfers that an operator makes for one day, as CSV for the bank.
import process from 'node:process';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import { runningStores } from './demo-auction/running-stores.ts';
import { payoutsCsv } from './payouts/payouts-csv.ts';
import { findPayoutsOfDay } from './payouts/payouts-of-day.ts';
import { readPayoutsDay } from './payouts/options.ts';

try {
  const day = readPayoutsDay(process.argv.slice(2), Date.now());
  const { db, end } = connectMysql(runningStores(process.env).mysqlUrl);
  try {
    const transfers = await findPayoutsOfDay(db, day);
    process.stdout.write(payoutsCsv(transfers));
    const totalKrw = transfers.reduce((sum, { amountKrw }) => sum + amountKrw, 0);
    process.stderr.write(`${transfers.length} payouts of ${day}, ${totalKrw} won in all.\n`);
  } finally {
    await end();
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
