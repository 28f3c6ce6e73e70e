import { and, asc, inArray, sql } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { searchOutbox } from '@sagopalgo/core/mysql/counter-schema.ts';
import { searchQueues } from '@sagopalgo/core/mysql/search-schema.ts';

const MARKS_MAX = 500;

/** What is in a queue already is marked once more. */
export const MARK_AGAIN = {
  changes: sql`${searchQueues.changes} + 1`,
  changedAtMs: sql`least(${searchQueues.changedAtMs}, values(changed_at_ms))`,
};

/**
 * Moves the outbox's oldest marks into the queue of every index, so that none waits for another. What was
 * marked again meanwhile stays. Returns how many were moved.
 */
export async function handOut(db: Db, indexNames: readonly string[]): Promise<number> {
  const { auctionId, changes, changedAtMs } = searchOutbox;
  const marks = await db.select().from(searchOutbox).orderBy(asc(changedAtMs)).limit(MARKS_MAX);
  if (marks.length === 0) return 0;
  const sorted = marks.toSorted((a, b) => (a.auctionId < b.auctionId ? -1 : 1));
  const rows = indexNames.flatMap((indexName) =>
    sorted.map((mark) => ({ indexName, auctionId: mark.auctionId, changedAtMs: mark.changedAtMs })),
  );
  await db.transaction(async (tx) => {
    await tx.insert(searchQueues).values(rows).onDuplicateKeyUpdate({ set: MARK_AGAIN });
    const asRead = sorted.map((mark) => sql`(${mark.auctionId}, ${mark.changes})`);
    await tx.delete(searchOutbox).where(
      and(
        inArray(
          auctionId,
          sorted.map((mark) => mark.auctionId),
        ),
        sql`(${auctionId}, ${changes}) IN (${sql.join(asRead, sql`, `)})`,
      ),
    );
  });
  return marks.length;
}
