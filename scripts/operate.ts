// `npm run operate`: what operators can do to an auction or a person, each with a name and a reason, and having
// the search's index made anew.
import process from 'node:process';
import { whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { cancelAuction } from '@sagopalgo/lambdas/src/close-auctions/cancel-auction.ts';
import { openConnections } from '@sagopalgo/lambdas/src/connections.ts';
import type { Connections } from '@sagopalgo/lambdas/src/connections.ts';
import { extendClosing } from '@sagopalgo/lambdas/src/operate/extend-closing.ts';
import { resumeAuction } from '@sagopalgo/lambdas/src/operate/resume-auction.ts';
import { verifyEmailOf } from '@sagopalgo/lambdas/src/operate/verify-email.ts';
import { runningStores } from './demo-auction/running-stores.ts';
import { readOperateOptions } from './operate/options.ts';
import type { WordedOptions } from './operate/options.ts';
import { reindexSearch } from './operate/reindex-search.ts';

try {
  const options = readOperateOptions(process.argv.slice(2), Date.now());
  const stores = runningStores(process.env);
  const connections = openConnections(stores, createLog('operate', 'error'));
  try {
    await whenConnected(connections.redis);
    const done =
      options.action === 'reindex-search'
        ? reindexSearch(connections, stores.elasticsearchUrl, process.env['ELASTICSEARCH_INDEX'])
        : operate(connections, options);
    process.stdout.write(`${await done}\n`);
  } finally {
    await connections.end();
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function operate(connections: Connections, options: WordedOptions): Promise<string> {
  const { operator, reason } = options;
  const word = { operator, reason };
  switch (options.action) {
    case 'extend':
      return await extend(connections, options.auctionId, { ...word, untilMs: options.untilMs });
    case 'resume':
      return await resume(connections, options.auctionId, { ...word, untilMs: options.untilMs });
    case 'cancel': {
      const { auctionId } = options;
      const isNew = await cancelAuction(connections, auctionId, word);
      return `Auction ${auctionId} ${isNew ? 'is cancelled' : 'was cancelled before'}.`;
    }
    case 'verify-email': {
      const { email } = options;
      const isNew = await verifyEmailOf(connections, email, word);
      return `${email} ${isNew ? 'is verified' : 'was verified before'}.`;
    }
    default:
      return options satisfies never;
  }
}

async function extend(
  connections: Connections,
  auctionId: string,
  asked: Parameters<typeof extendClosing>[2],
): Promise<string> {
  const isNew = await extendClosing(connections, auctionId, asked);
  if (!isNew) return `Auction ${auctionId} closes at that moment or later already.`;
  return `Auction ${auctionId} closes at ${shown(asked.untilMs)}.`;
}

async function resume(
  connections: Connections,
  auctionId: string,
  asked: Parameters<typeof resumeAuction>[2],
): Promise<string> {
  const resumed = await resumeAuction(connections, auctionId, asked);
  if (!resumed)
    return `Auction ${auctionId} is not interrupted, and its recording goes on; nothing was changed.`;
  const { closesAtMs, isOver, setAside } = resumed;
  const aside =
    setAside > 0
      ? ` A log of ${setAside} entries that did not go on from the record was set aside.`
      : '';
  if (isOver) return `Auction ${auctionId} had closed; its result stands and is settled.${aside}`;
  return `Auction ${auctionId} goes on and closes at ${shown(closesAtMs)}.${aside}`;
}

function shown(atMs: number): string {
  return new Date(atMs).toISOString();
}
