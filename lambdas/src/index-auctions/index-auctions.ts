import { searchIndexes } from './search-indexes.ts';
import type { NamedIndex } from './search-indexes.ts';
import type { Connections } from '../connections.ts';
import { LockTakenError, withNamedLock } from '../record-bids/named-lock.ts';
import { tryEvery } from '../try-every.ts';
import { drainQueue } from './drain-queue.ts';
import { fillQueue } from './fill-queue.ts';
import { handOut } from './hand-out.ts';
import { markInCategories } from './mark-in-categories.ts';

/** What a run leaves over is done by the next, a moment later. */
const ROUNDS_MAX = 20;
/** Whoever waits for the lock meanwhile gives up after ten seconds. */
const RUN_MAX_MS = 3_000;
/** One at a time writes to the indexes, over all processes. */
const LOCK = 'index-auctions';

type Used = Pick<Connections, 'db' | 'now' | 'log' | 'elastic'>;

/**
 * Brings every index up to what has changed in the record, and a new one up to what was there before it.
 * Returns how many auctions were written or taken out. An index that fails keeps what waits for it and holds
 * up no other; the failures are thrown at the end. Cut off or done again, nothing is lost. To those elsewhere it
 * only hands out what they have to write.
 */
export async function indexAuctions(
  connections: Used,
  indexes: readonly NamedIndex[] = searchIndexes(connections),
): Promise<number> {
  const work = () => runRounds(connections, indexes);
  try {
    return await withNamedLock(connections.db, LOCK, work, 'indexing');
  } catch (error) {
    // Whoever has the lock is doing the same.
    if (!(error instanceof LockTakenError)) throw error;
    connections.log.debug('auctions.indexed-elsewhere', { reason: error.message });
    return 0;
  }
}

async function runRounds(connections: Used, indexes: readonly NamedIndex[]): Promise<number> {
  const untilMs = connections.now() + RUN_MAX_MS;
  let written = 0;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const counts = await runRound(connections, indexes);
    written += counts.written;
    const isDone = counts.queued === 0 && counts.written === 0;
    if (isDone || connections.now() > untilMs) break;
  }
  if (written > 0) connections.log.info('auctions.indexed', { written });
  return written;
}

async function runRound(
  connections: Used,
  indexes: readonly NamedIndex[],
): Promise<{ queued: number; written: number }> {
  const { db, now } = connections;
  const names = indexes.map(({ name }) => name);
  const marked = await markInCategories(db);
  const handedOut = await handOut(db, names);
  const here = indexes.filter(({ isElsewhere }) => !isElsewhere);
  const filled = await tryEvery(here, (named) => fillQueue(db, named, now()));
  const drained = await tryEvery(here, (named) => drainQueue(connections, named));
  return { queued: marked + handedOut + sum(filled), written: sum(drained) };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
