import type { Elastic } from '@sagopalgo/core/search/elastic/connect-elastic.ts';
import { SearchAwayError } from '@sagopalgo/core/search/auction-search.ts';
import { isOutOfDate, refill } from '@sagopalgo/core/search/elastic/refill.ts';
import type { ReadPage } from '@sagopalgo/core/search/elastic/refill.ts';
import { readDocumentsAfter } from '@sagopalgo/core/search/read-documents.ts';
import type { Connections } from '../connections.ts';
import { LockTakenError, withNamedLock } from '../record-bids/named-lock.ts';

const PAGE_AUCTIONS = 500;
const NAME_MAX = 40;

type Used = Pick<Connections, 'db' | 'log'>;

/**
 * Makes the index of Elasticsearch anew from the record. One at a time, over all processes: another waits a
 * while and then throws a LockTakenError. Returns how many auctions are in it.
 */
export async function refillElastic(connections: Used, elastic: Elastic): Promise<number> {
  const work = () => refillNow(connections, elastic, new AbortController().signal);
  return await withNamedLock(connections.db, lockOf(elastic), work, 'indexing');
}

/**
 * What has the index made anew whenever there is none, or one that older code made, unless somebody is doing so.
 * While Elasticsearch is away there is nothing to do, which is told once. `cut` ends it in the middle.
 */
export function elasticWatch(
  connections: Used,
  elastic: Elastic,
  cut: AbortSignal,
): () => Promise<void> {
  const { log } = connections;
  let isAway = false;
  return async () => {
    try {
      await refillIfOutOfDate(connections, elastic, cut);
      if (isAway) log.info('search.index-back', {});
      isAway = false;
    } catch (error) {
      if (cut.aborted || error instanceof LockTakenError) return;
      if (!(error instanceof SearchAwayError)) throw error;
      if (!isAway) log.warn('search.index-away', { reason: error.message });
      isAway = true;
    }
  };
}

async function refillIfOutOfDate(
  connections: Used,
  elastic: Elastic,
  cut: AbortSignal,
): Promise<void> {
  if (!(await isOutOfDate(elastic))) return;
  const work = async (): Promise<void> => {
    // Whoever held the lock may have done it.
    if (await isOutOfDate(elastic)) await refillNow(connections, elastic, cut);
  };
  await withNamedLock(connections.db, lockOf(elastic), work, 'indexing');
}

async function refillNow({ db, log }: Used, elastic: Elastic, cut: AbortSignal): Promise<number> {
  log.info('search.refilling', { name: elastic.name });
  const readPage: ReadPage = (afterId) => {
    cut.throwIfAborted();
    return readDocumentsAfter(db, afterId, PAGE_AUCTIONS);
  };
  const count = await refill(elastic, readPage, (auctionId, error) =>
    log.error('search.unfit', { name: elastic.name, auctionId, error }),
  );
  log.info('search.refilled', { name: elastic.name, count });
  return count;
}

function lockOf({ name }: Elastic): string {
  return `refill-${name.slice(0, NAME_MAX)}`;
}
