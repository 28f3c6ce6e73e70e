import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { searchCategoryMarks, searchOutbox } from '../mysql/counter-schema.ts';

/** How soon an index has to follow, the smallest first: what sellers do never waits for what there is much of. */
export const URGENCY = {
  listing: 0,
  /** Bids and results, of which whole sales bring many at once. */
  standing: 1,
  /** Views, categories, and what was there before an index. */
  backlog: 2,
} as const;
export type Urgency = (typeof URGENCY)[keyof typeof URGENCY];

// What was marked already keeps its place, or comes to a better one.
const AGAIN = {
  mark: sql`values(mark)`,
  urgency: sql`least(${searchOutbox.urgency}, values(urgency))`,
  changedAtMs: sql`least(${searchOutbox.changedAtMs}, values(changed_at_ms))`,
};

/**
 * Notes, in the transaction that changes what the search sees of an auction, or takes it away, that its index
 * has to follow. This is the only way into an index: what is rolled back is never found.
 */
export async function markChanged(
  tx: Tx,
  auctionIds: string | readonly string[],
  changedAtMs: number,
  urgency: Urgency = URGENCY.listing,
): Promise<void> {
  const ids = typeof auctionIds === 'string' ? [auctionIds] : auctionIds;
  if (ids.length === 0) return;
  const mark = randomUUID();
  await tx
    .insert(searchOutbox)
    .values(ids.map((auctionId) => ({ auctionId, mark, urgency, changedAtMs })))
    .onDuplicateKeyUpdate({ set: AGAIN });
}

/** The same for every auction of some categories, as when one got another name: index-auctions marks them. */
export async function markCategoriesChanged(
  tx: Tx,
  categoryIds: readonly string[],
  changedAtMs: number,
): Promise<void> {
  if (categoryIds.length === 0) return;
  const mark = randomUUID();
  await tx
    .insert(searchCategoryMarks)
    .values(categoryIds.map((categoryId) => ({ categoryId, mark, changedAtMs })))
    .onDuplicateKeyUpdate({ set: { mark, changedAtMs, markedTo: '' } });
}
