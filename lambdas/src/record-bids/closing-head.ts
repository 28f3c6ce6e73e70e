import { and, desc, eq } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { chainEntries, chainHeads } from '@sagopalgo/core/mysql/schema.ts';

/**
 * The signed head that the closing `closedSeq` of an auction's log is told with: the last that covers exactly the
 * entry before it. Null when none is kept, or those that are say something else than the chain.
 */
export async function closingHead(
  db: Db,
  auctionId: string,
  closedSeq: number,
): Promise<string | null> {
  const [head] = await db
    .select({ jws: chainHeads.jws })
    .from(chainHeads)
    .innerJoin(
      chainEntries,
      and(
        eq(chainEntries.auctionId, chainHeads.auctionId),
        eq(chainEntries.seq, chainHeads.seq),
        eq(chainEntries.hash, chainHeads.hash),
      ),
    )
    .where(and(eq(chainHeads.auctionId, auctionId), eq(chainHeads.seq, closedSeq - 1)))
    .orderBy(desc(chainHeads.signedAtMs))
    .limit(1);
  return head?.jws ?? null;
}
