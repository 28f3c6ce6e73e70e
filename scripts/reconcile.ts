// `npm run reconcile`: says where Redis, the record, the orders, the chained logs and the books differ.
import process from 'node:process';
import { whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { checkBooks } from '@sagopalgo/core/orders/check-books.ts';
import { errorSentence } from '@sagopalgo/core/runtime/error-sentence.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { openConnections } from '@sagopalgo/lambdas/src/connections.ts';
import { chainFaults } from '@sagopalgo/lambdas/src/record-bids/chain-faults.ts';
import { reconcileAuction, reconcileDay } from '@sagopalgo/lambdas/src/reconcile/reconcile-day.ts';
import type { Reconciliation } from '@sagopalgo/lambdas/src/reconcile/reconcile-day.ts';
import { runningStores } from './demo-auction/running-stores.ts';
import { readReconcileOptions } from './reconcile/options.ts';
import type { ReconcileOptions } from './reconcile/options.ts';

try {
  const options = readReconcileOptions(process.argv.slice(2), Date.now());
  const { compared, differences } = await compare(options);
  for (const difference of differences) process.stdout.write(`${difference}\n`);
  const of = 'saleDate' in options ? ` of ${options.saleDate} and the books` : '';
  const found =
    differences.length === 0 ? 'nothing differs' : counted(differences.length, 'difference');
  process.stdout.write(`${counted(compared, 'auction')}${of}: ${found}.\n`);
  process.exitCode = differences.length === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${errorSentence(error)}\n`);
  process.exitCode = 2;
}

async function compare(options: ReconcileOptions): Promise<Reconciliation> {
  const opened = openConnections(runningStores(process.env), createLog('reconcile', 'error'));
  const checkChain = (auctionId: string) => chainFaults(opened.db, auctionId);
  const connections = { ...opened, checkChain };
  try {
    await whenConnected(connections.redis);
    if ('saleDate' in options) {
      const { compared, differences } = await reconcileDay(connections, options.saleDate);
      return { compared, differences: [...differences, ...(await checkBooks(connections.db))] };
    }
    const differences = await reconcileAuction(connections, options.auctionId);
    return { compared: 1, differences };
  } finally {
    await connections.end();
  }
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
