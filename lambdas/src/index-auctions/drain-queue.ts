import { and, asc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { isOfTheMoment } from '@sagopalgo/core/mysql/errors.ts';
import { searchQueues } from '@sagopalgo/core/mysql/search-schema.ts';
import { SearchAwayError } from '@sagopalgo/core/search/auction-search.ts';
import { readDocuments } from '@sagopalgo/core/search/read-documents.ts';
import type { Connections } from '../connections.ts';
import type { NamedIndex } from './search-indexes.ts';

const BATCH_AUCTIONS = 500;
/** What an index did not take is tried again after that: it may have been no fault of its own. */
const FAULTY_FOR_MS = 3_600_000;
/** With more of them at once it is the index that fails. */
const FAULTY_AT_ONCE = 20;

type Used = Pick<Connections, 'db' | 'log' | 'now'>;
interface Waiting {
  auctionId: string;
  mark: string;
}

/**
 * Writes to an index what is most urgent, and of that what has waited longest, as it stands now. What changed
 * again meanwhile stays in the queue, and everything does when the index fails; an auction that alone cannot be
 * written is set aside for a while, and holds up no other. Returns how many were written, taken out or set aside.
 */
export async function drainQueue(used: Used, named: NamedIndex): Promise<number> {
  const { db, now } = used;
  const { indexName, auctionId, mark, urgency, changedAtMs, faultyAtMs } = searchQueues;
  const waiting = await db
    .select({ auctionId, mark })
    .from(searchQueues)
    .where(
      and(eq(indexName, named.name), or(isNull(faultyAtMs), lt(faultyAtMs, now() - FAULTY_FOR_MS))),
    )
    .orderBy(asc(urgency), asc(changedAtMs))
    .limit(BATCH_AUCTIONS);
  if (waiting.length === 0) return 0;
  try {
    await write(db, named, waiting);
  } catch (error) {
    if (isAway(error)) throw error;
    await writeEach(used, named, waiting);
  }
  return waiting.length;
}

async function writeEach(
  { db, log, now }: Used,
  named: NamedIndex,
  waiting: readonly Waiting[],
): Promise<void> {
  let faulty = 0;
  for (const one of waiting) {
    try {
      await write(db, named, [one]);
    } catch (error) {
      if (isAway(error) || faulty === FAULTY_AT_ONCE) throw error;
      faulty += 1;
      log.error('search.unfit', { name: named.name, auctionId: one.auctionId, error });
      const setAside = { faultyAtMs: now() };
      await db
        .update(searchQueues)
        .set(setAside)
        .where(areStill(named, [one]));
    }
  }
}

async function write(db: Db, named: NamedIndex, waiting: readonly Waiting[]): Promise<void> {
  const ids = waiting.map((each) => each.auctionId);
  const { documents, readAtUs } = await readDocuments(db, ids);
  const there = new Set(documents.map((document) => document.auctionId));
  const gone = ids.filter((id) => !there.has(id));
  if (documents.length > 0) await named.index.put(documents, readAtUs);
  if (gone.length > 0) await named.index.remove(gone, readAtUs);
  await db.delete(searchQueues).where(areStill(named, waiting));
}

function areStill({ name }: NamedIndex, waiting: readonly Waiting[]) {
  const { indexName, auctionId, mark } = searchQueues;
  const asRead = waiting.map((each) => sql`(${each.auctionId}, ${each.mark})`);
  return and(
    eq(indexName, name),
    inArray(
      auctionId,
      waiting.map((each) => each.auctionId),
    ),
    sql`(${auctionId}, ${mark}) IN (${sql.join(asRead, sql`, `)})`,
  );
}

function isAway(error: unknown): boolean {
  return error instanceof SearchAwayError || isOfTheMoment(error);
}
