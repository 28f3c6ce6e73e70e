import { randomUUID } from 'node:crypto';
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { searchIndexes, searchQueues } from '@sagopalgo/core/mysql/search-schema.ts';
import { URGENCY } from '@sagopalgo/core/search/mark-changed.ts';
import { MARK_AGAIN } from './mark-again.ts';
import type { NamedIndex } from './search-indexes.ts';

const STEP_AUCTIONS = 500;

/** A release takes less to be everywhere. */
export const ROLLED_OUT_MS = 30 * 60_000;

/**
 * Queues what was in the record before an index there was, a step at a time and never much ahead, so that
 * what changes meanwhile is not held up; and, where the index is written otherwise than by the release before, once
 * more later: a process of that release may have taken some of it from the queue, and written it in its own way.
 * Returns how many auctions were queued; 0 when all are.
 */
export async function fillQueue(
  db: Db,
  { name, filledAs }: Pick<NamedIndex, 'name' | 'filledAs'>,
  nowMs: number,
): Promise<number> {
  const first = { indexName: name, filledAs: filledAs ?? name };
  const filledAtMs = await filledAt(db, first.filledAs);
  if (filledAtMs === null) return await fillStep(db, first, nowMs);
  if (filledAs === undefined || nowMs < filledAtMs + ROLLED_OUT_MS) return 0;
  const again = { indexName: name, filledAs: `${filledAs}-again` };
  return (await filledAt(db, again.filledAs)) === null ? await fillStep(db, again, nowMs) : 0;
}

async function filledAt(db: Db, filledAs: string): Promise<number | null> {
  const { indexName, filledAtMs } = searchIndexes;
  const [known] = await db
    .select({ filledAtMs })
    .from(searchIndexes)
    .where(eq(indexName, filledAs));
  return known?.filledAtMs ?? null;
}

async function fillStep(
  db: Db,
  { indexName, filledAs }: { indexName: string; filledAs: string },
  nowMs: number,
): Promise<number> {
  const ofIt = eq(searchIndexes.indexName, filledAs);
  const [known] = await db.select().from(searchIndexes).where(ofIt);
  if (!known) await db.insert(searchIndexes).values({ indexName: filledAs });
  const filled = known ?? { filledTo: '' };
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
