import { asc, eq, gt } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { searchIndexes, searchQueues } from '@sagopalgo/core/mysql/search-schema.ts';
import { MARK_AGAIN } from './hand-out.ts';

const STEP_AUCTIONS = 500;

/**
 * Queues what was in the record before an index there was, a step at a time and never much ahead, so that
 * what changes meanwhile is not held up. Returns how many auctions were queued; 0 when all are.
 */
export async function fillQueue(db: Db, indexName: string, nowMs: number): Promise<number> {
  const ofIt = eq(searchIndexes.indexName, indexName);
  const [known] = await db.select().from(searchIndexes).where(ofIt);
  if (!known) await db.insert(searchIndexes).values({ indexName });
  const filled = known ?? { filledTo: '', filledAtMs: null };
  if (filled.filledAtMs !== null) return 0;
  if ((await db.$count(searchQueues, eq(searchQueues.indexName, indexName))) >= STEP_AUCTIONS)
    return 0;
  return await db.transaction(async (tx) => {
    const rows = await tx
      .select({ auctionId: auctions.auctionId })
      .from(auctions)
      .where(gt(auctions.auctionId, filled.filledTo))
      .orderBy(asc(auctions.auctionId))
      .limit(STEP_AUCTIONS);
    const queued = rows.map(({ auctionId }) => ({ indexName, auctionId, changedAtMs: nowMs }));
    if (queued.length > 0) {
      await tx.insert(searchQueues).values(queued).onDuplicateKeyUpdate({ set: MARK_AGAIN });
    }
    const isDone = rows.length < STEP_AUCTIONS;
    await tx
      .update(searchIndexes)
      .set({
        filledTo: rows.at(-1)?.auctionId ?? filled.filledTo,
        filledAtMs: isDone ? nowMs : null,
      })
      .where(ofIt);
    return rows.length;
  });
}
