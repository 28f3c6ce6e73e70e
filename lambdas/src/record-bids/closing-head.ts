import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { chainEntries, chainHeads } from '@sagopalgo/core/mysql/schema.ts';
import { isOfEntry } from './sign-head.ts';

/**
 * The signed head that the closing `closedSeq` of an auction's log is told with: the last that covers exactly the
 * entry before it. One that was bought at once closes before anybody can sign that: it has the head of the closing
 * itself. Null when none is kept, or those that are say something else than the chain.
 */
export async function closingHead(
  db: Db,
  auctionId: string,
  closedSeq: number,
): Promise<string | null> {
  const [head] = await db
    .select({ jws: chainHeads.jws })
    .from(chainHeads)
    .innerJoin(chainEntries, isOfEntry)
    .where(
      and(eq(chainHeads.auctionId, auctionId), inArray(chainHeads.seq, [closedSeq - 1, closedSeq])),
    )
    .orderBy(asc(chainHeads.seq), desc(chainHeads.signedAtMs))
    .limit(1);
  return head?.jws ?? null;
}
