import { and, asc, eq, gt, ne } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { bids } from '@sagopalgo/core/mysql/schema.ts';

/** Who bid on an auction, in the order of ids, from after one of them on; without `butId`, where one is named. */
export async function biddersAfter(
  tx: Tx,
  auctionId: string,
  afterId: string,
  limit: number,
  butId: string | null = null,
): Promise<string[]> {
  const { bidderId } = bids;
  const rows = await tx
    .selectDistinct({ bidderId })
    .from(bids)
    .where(
      and(
        ...[eq(bids.auctionId, auctionId), gt(bidderId, afterId)],
        butId === null ? undefined : ne(bidderId, butId),
      ),
    )
    .orderBy(asc(bidderId))
    .limit(limit);
  return rows.map((row) => row.bidderId);
}
