import { eq, sql } from 'drizzle-orm';
import { askingTurns } from './asking-schema.ts';
import type { Tx } from './connect.ts';

/**
 * Waits until nobody else asks about an auction, and lets nobody else ask until the transaction ends. Whoever takes an
 * auction back does the same before its questions go, so that none is asked in between.
 */
export async function takeAskingTurn(tx: Tx, auctionId: string): Promise<void> {
  await tx
    .insert(askingTurns)
    .values({ auctionId })
    .onDuplicateKeyUpdate({ set: { auctionId: sql`${askingTurns.auctionId}` } });
}

/** Forgets the turns of an auction that is gone, in the transaction that has the last one. */
export async function endAskingTurns(tx: Tx, auctionId: string): Promise<void> {
  await tx.delete(askingTurns).where(eq(askingTurns.auctionId, auctionId));
}
