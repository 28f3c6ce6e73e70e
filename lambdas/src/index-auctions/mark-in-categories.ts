import { and, asc, eq, gt } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { searchCategoryMarks, searchOutbox } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { markChanged, URGENCY } from '@sagopalgo/core/search/mark-changed.ts';

const STEP_AUCTIONS = 500;

/**
 * Marks the auctions of the category that was marked first, a step at a time and never much ahead, so that a
 * great one holds up nothing. One that is marked again begins anew. Returns how many auctions were marked.
 */
export async function markInCategories(db: Db): Promise<number> {
  const ahead = eq(searchOutbox.urgency, URGENCY.backlog);
  if ((await db.$count(searchOutbox, ahead)) >= STEP_AUCTIONS) return 0;
  const { categoryId, changedAtMs } = searchCategoryMarks;
  const [next] = await db
    .select()
    .from(searchCategoryMarks)
    .orderBy(asc(changedAtMs), asc(categoryId))
    .limit(1);
  return next ? await markSome(db, next) : 0;
}

async function markSome(
  db: Db,
  { categoryId, mark, changedAtMs, markedTo }: typeof searchCategoryMarks.$inferSelect,
): Promise<number> {
  const rows = await db
    .select({ auctionId: auctions.auctionId })
    .from(auctions)
    .where(and(eq(auctions.categoryId, categoryId), gt(auctions.auctionId, markedTo)))
    .orderBy(asc(auctions.auctionId))
    .limit(STEP_AUCTIONS);
  const ids = rows.map(({ auctionId }) => auctionId);
  const asRead = and(
    eq(searchCategoryMarks.categoryId, categoryId),
    eq(searchCategoryMarks.mark, mark),
  );
  const last = ids.at(-1);
  await db.transaction(async (tx) => {
    await markChanged(tx, ids, changedAtMs, URGENCY.backlog);
    if (last === undefined || ids.length < STEP_AUCTIONS) {
      await tx.delete(searchCategoryMarks).where(asRead);
    } else {
      await tx.update(searchCategoryMarks).set({ markedTo: last }).where(asRead);
    }
  });
  // A category without auctions is done with all the same.
  return Math.max(ids.length, 1);
}
