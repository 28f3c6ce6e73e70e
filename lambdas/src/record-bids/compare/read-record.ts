import { asc, eq } from 'drizzle-orm';
import { auctions, bids, closingMoves } from '@sagopalgo/core/mysql/schema.ts';
import { offers, orders, paymentDefaults } from '@sagopalgo/core/mysql/till-schema.ts';
import type { Connections } from '../../connections.ts';
import { isCancelledInRecord } from '../recorded-outcome.ts';

/** All that the record holds of one auction, as of one moment. */
export interface RecordedAuction {
  row: typeof auctions.$inferSelect;
  /** In the order of the log. */
  bids: (typeof bids.$inferSelect)[];
  moves: (typeof closingMoves.$inferSelect)[];
  orders: (typeof orders.$inferSelect)[];
  offers: (typeof offers.$inferSelect)[];
  defaults: (typeof paymentDefaults.$inferSelect)[];
  /** An operator has cancelled it or was about to. */
  isCancelled: boolean;
}

/** Null when the record does not know the auction. */
export async function readRecord(
  db: Connections['db'],
  auctionId: string,
): Promise<RecordedAuction | null> {
  return await db.transaction(async (tx) => {
    const [row] = await tx.select().from(auctions).where(eq(auctions.auctionId, auctionId));
    if (!row) return null;
    return {
      row,
      bids: await tx
        .select()
        .from(bids)
        .where(eq(bids.auctionId, auctionId))
        .orderBy(asc(bids.seq), asc(bids.raise)),
      moves: await tx
        .select()
        .from(closingMoves)
        .where(eq(closingMoves.auctionId, auctionId))
        .orderBy(asc(closingMoves.seq), asc(closingMoves.raise)),
      orders: await tx.select().from(orders).where(eq(orders.auctionId, auctionId)),
      offers: await tx.select().from(offers).where(eq(offers.auctionId, auctionId)),
      defaults: await tx
        .select()
        .from(paymentDefaults)
        .where(eq(paymentDefaults.auctionId, auctionId)),
      isCancelled: await isCancelledInRecord(tx, row),
    };
  });
}
