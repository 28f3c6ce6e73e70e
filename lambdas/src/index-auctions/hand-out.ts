import { asc, inArray, sql } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { searchOutbox } from '@sagopalgo/core/mysql/counter-schema.ts';
import { searchQueues } from '@sagopalgo/core/mysql/search-schema.ts';
import { MARK_AGAIN } from './mark-again.ts';

const MARKS_MAX = 500;

/**
 * Moves the outbox's most urgent marks, and of these the oldest, into the queue of every index, so that none
 * waits for another. What was marked again meanwhile stays. Returns how many were moved.
 */
export async function handOut(db: Db, indexNames: readonly string[]): Promise<number> {
  const { auctionId, mark, urgency, changedAtMs } = searchOutbox;
  const marks = await db
    .select()
    .from(searchOutbox)
    .orderBy(asc(urgency), asc(changedAtMs))
    .limit(MARKS_MAX);
  if (marks.length === 0) return 0;
  const sorted = marks.toSorted((a, b) => (a.auctionId < b.auctionId ? -1 : 1));
  const rows = indexNames.flatMap((indexName) => sorted.map((each) => ({ indexName, ...each })));
  const ids = sorted.map((each) => each.auctionId);
  const asRead = sorted.map((each) => sql`(${each.auctionId}, ${each.mark})`);
  await db.transaction(async (tx) => {
    await tx.insert(searchQueues).values(rows).onDuplicateKeyUpdate({ set: MARK_AGAIN });
    await tx
      .delete(searchOutbox)
      .where(
        sql`${inArray(auctionId, ids)} AND (${auctionId}, ${mark}) IN (${sql.join(asRead, sql`, `)})`,
      );
  });
  return marks.length;
}
