import { and, eq } from 'drizzle-orm';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { bids, closingMoves } from '@sagopalgo/core/mysql/schema.ts';
import type { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { LogEntry } from '@sagopalgo/core/redis/log-entries.ts';

type AuctionRow = typeof auctions.$inferSelect;

/** True when the record has exactly this entry of an auction's log at its place. */
export async function isRecorded(
  db: Db | Tx,
  row: Pick<AuctionRow, 'auctionId' | 'recordedSeq' | 'bidCount'>,
  entry: LogEntry,
): Promise<boolean> {
  switch (entry.type) {
    case 'bid':
      return await hasBid(db, row.auctionId, entry);
    case 'extended':
      return await hasMove(db, row.auctionId, entry);
    case 'closed':
      return isClosingAt(row, entry.seq);
    default:
      return entry satisfies never;
  }
}

/** True when the record holds the closing as the entry `seq`: of all that has a seq, it alone is no bid. */
export function isClosingAt(
  { recordedSeq, bidCount }: Pick<AuctionRow, 'recordedSeq' | 'bidCount'>,
  seq: number,
): boolean {
  return recordedSeq === seq && bidCount === seq - 1;
}

async function hasBid(
  db: Db | Tx,
  auctionId: string,
  { seq, raise, bidId, bidderId, priceKrw }: Extract<LogEntry, { type: 'bid' }>,
): Promise<boolean> {
  const [kept] = await db
    .select({ bidId: bids.bidId, bidderId: bids.bidderId, priceKrw: bids.priceKrw })
    .from(bids)
    .where(and(eq(bids.auctionId, auctionId), eq(bids.seq, seq), eq(bids.raise, raise)));
  return kept?.bidId === bidId && kept.bidderId === bidderId && kept.priceKrw === priceKrw;
}

async function hasMove(
  db: Db | Tx,
  auctionId: string,
  { seq, raise, closesAtMs, reason }: Extract<LogEntry, { type: 'extended' }>,
): Promise<boolean> {
  const [kept] = await db
    .select({ closesAtMs: closingMoves.closesAtMs, reason: closingMoves.reason })
    .from(closingMoves)
    .where(
      and(
        eq(closingMoves.auctionId, auctionId),
        eq(closingMoves.seq, seq),
        eq(closingMoves.raise, raise),
      ),
    );
  return kept?.closesAtMs === closesAtMs && kept.reason === reason;
}
