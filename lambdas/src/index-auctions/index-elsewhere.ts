import { SearchAwayError } from '@sagopalgo/core/search/auction-search.ts';
import type { Connections } from '../connections.ts';
import { LockTakenError, withNamedLock } from '../record-bids/named-lock.ts';
import { tryEvery } from '../try-every.ts';
import { drainQueue } from './drain-queue.ts';
import { searchIndexes } from './search-indexes.ts';
import type { NamedIndex } from './search-indexes.ts';

/** What a run leaves over is done by the next, a moment later. */
const ROUNDS_MAX = 20;

type Used = Pick<Connections, 'db' | 'now' | 'log' | 'elastic'>;

/**
 * Writes to the indexes on other servers what indexAuctions has handed out to them. One that is away keeps what
 * waits for it, and that is no failure: searches are answered elsewhere meanwhile. Returns how many auctions
 * were written or taken out.
 */
export async function indexElsewhere(
  connections: Used,
  indexes: readonly NamedIndex[] = searchIndexes(connections),
): Promise<number> {
  const elsewhere = indexes.filter(({ isElsewhere }) => isElsewhere);
  const written = await tryEvery(elsewhere, (named) => drainIfThere(connections, named));
  return written.reduce((total, count) => total + count, 0);
}

async function drainIfThere(connections: Used, named: NamedIndex): Promise<number> {
  const { db, log } = connections;
  let written = 0;
  const drain = async (): Promise<void> => {
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const count = await drainQueue(connections, named);
      if (count === 0) return;
      written += count;
    }
  };
  try {
    await withNamedLock(db, `index-${named.name}`, drain, 'indexing');
  } catch (error) {
    // Whoever has the lock is doing the same.
    if (!(error instanceof SearchAwayError || error instanceof LockTakenError)) throw error;
    log.debug('search.index-away', { name: named.name, reason: error.message });
  }
  return written;
}
