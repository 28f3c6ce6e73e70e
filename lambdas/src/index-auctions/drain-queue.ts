import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { searchQueues } from '@sagopalgo/core/mysql/search-schema.ts';
import { readDocuments } from '@sagopalgo/core/search/read-documents.ts';
import type { NamedIndex } from './search-indexes.ts';

const BATCH_AUCTIONS = 500;

/**
 * Writes to an index what has waited longest for it, as it stands now. What changed again meanwhile stays in
 * the queue, and everything does when the index fails. Returns how many auctions were written or taken out.
 */
export async function drainQueue(db: Db, { name, index }: NamedIndex): Promise<number> {
  const { indexName, auctionId, changes, changedAtMs } = searchQueues;
  const waiting = await db
    .select({ auctionId, changes })
    .from(searchQueues)
    .where(eq(indexName, name))
    .orderBy(asc(changedAtMs))
    .limit(BATCH_AUCTIONS);
  if (waiting.length === 0) return 0;
  const ids = waiting.map((each) => each.auctionId);
  const { documents, readAtUs } = await readDocuments(db, ids);
  const there = new Set(documents.map((document) => document.auctionId));
  await index.put(documents, readAtUs);
  await index.remove(
    ids.filter((id) => !there.has(id)),
    readAtUs,
  );
  const asRead = waiting.map((each) => sql`(${each.auctionId}, ${each.changes})`);
  await db
    .delete(searchQueues)
    .where(
      and(
        eq(indexName, name),
        inArray(auctionId, ids),
        sql`(${auctionId}, ${changes}) IN (${sql.join(asRead, sql`, `)})`,
      ),
    );
  return waiting.length;
}
