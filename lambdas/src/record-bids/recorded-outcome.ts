import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { chainEntries } from '@sagopalgo/core/mysql/schema.ts';
import type { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { isClosingAt } from './is-recorded.ts';
import { isCancelAsked } from './operator-actions.ts';

const closingSchema = z.object({ outcome: z.enum(['sold', 'unsold', 'cancelled']) });

/**
 * True when an auction was cancelled, by its result or, before it is settled, by the closing that was
 * recorded: what an operator once asked for and did not get counts for nothing.
 */
export async function isCancelledInRecord(
  db: Db | Tx,
  row: typeof auctions.$inferSelect,
): Promise<boolean> {
  const { auctionId, recordedSeq: seq } = row;
  if (row.state === 'cancelled') return true;
  if (!isClosingAt(row, seq)) return false;
  const [entry] = await db
    .select({ canonical: chainEntries.canonical })
    .from(chainEntries)
    .where(and(eq(chainEntries.auctionId, auctionId), eq(chainEntries.seq, seq)));
  // An auction of before there were chains has only the asking.
  if (!entry) return await isCancelAsked(db, auctionId);
  return closingSchema.parse(JSON.parse(entry.canonical)).outcome === 'cancelled';
}
