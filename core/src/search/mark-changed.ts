import { inArray, sql } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { searchOutbox } from '../mysql/counter-schema.ts';
import { auctions } from '../mysql/schema.ts';

const AGAIN = {
  changes: sql`${searchOutbox.changes} + 1`,
  changedAtMs: sql`values(changed_at_ms)`,
};

/**
 * Notes, in the transaction that changes what the search sees of an auction, or takes it away, that its index
 * has to follow. This is the only way into an index: what is rolled back is never found.
 */
export async function markChanged(
  tx: Tx,
  auctionIds: string | readonly string[],
  changedAtMs: number,
): Promise<void> {
  const ids = typeof auctionIds === 'string' ? [auctionIds] : auctionIds;
  if (ids.length === 0) return;
  await tx
    .insert(searchOutbox)
    .values(ids.map((auctionId) => ({ auctionId, changedAtMs })))
    .onDuplicateKeyUpdate({ set: AGAIN });
}

/** The same for every auction of some categories, as when one got another name. */
export async function markCategoriesChanged(
  tx: Tx,
  categoryIds: readonly string[],
  changedAtMs: number,
): Promise<void> {
  if (categoryIds.length === 0) return;
  const { auctionId, categoryId } = auctions;
  await tx
    .insert(searchOutbox)
    .select(
      tx
        .select({
          auctionId,
          changes: sql<number>`1`.as('changes'),
          changedAtMs: sql<number>`${changedAtMs}`.as('changed_at_ms'),
        })
        .from(auctions)
        .where(inArray(categoryId, [...categoryIds])),
    )
    .onDuplicateKeyUpdate({ set: { changes: sql`${searchOutbox.changes} + 1`, changedAtMs } });
}
