import { randomUUID } from 'node:crypto';
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { searchIndexes, searchQueues } from '@sagopalgo/core/mysql/search-schema.ts';
import { URGENCY } from '@sagopalgo/core/search/mark-changed.ts';
import { MARK_AGAIN } from './mark-again.ts';
import type { NamedIndex } from './search-indexes.ts';

const STEP_AUCTIONS = 500;

/**
 * Queues what was in the record before an index there was, a step at a time and never much ahead, so that
 * what changes meanwhile is not held up. Returns how many auctions were queued; 0 when all are.
 */
export async function fillQueue(
  db: Db,
  { name: indexName, filledAs = indexName }: Pick<NamedIndex, 'name' | 'filledAs'>,
  nowMs: number,
): Promise<number> {
  const ofIt = eq(searchIndexes.indexName, filledAs);
  const [known] = await db.select().from(searchIndexes).where(ofIt);
  if (!known) await db.insert(searchIndexes).values({ indexName: filledAs });
  const filled = known ?? { filledTo: '', filledAtMs: null };
  if (filled.filledAtMs !== null) return 0;
  const isAhead = and(
    eq(searchQueues.indexName, indexName),
    eq(searchQueues.urgency, URGENCY.backlog),
  );
  if ((await db.$count(searchQueues, isAhead)) >= STEP_AUCTIONS) return 0;
  return await db.transaction(async (tx) => {
    const rows = await tx
      .select({ auctionId: auctions.auctionId })
      .from(auctions)
      .where(gt(auctions.auctionId, filled.filledTo))
      .orderBy(asc(auctions.auctionId))
      .limit(STEP_AUCTIONS);
    const marked = { mark: randomUUID(), urgency: URGENCY.backlog, changedAtMs: nowMs };
    const queued = rows.map(({ auctionId }) => ({ indexName, auctionId, ...marked }));
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
