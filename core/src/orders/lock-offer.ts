import { and, eq } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { auctions } from '../mysql/schema.ts';
import { offers, orders } from '../mysql/till-schema.ts';
import type { AuctionRow } from './find-runner-up.ts';

export type OfferRow = typeof offers.$inferSelect;

/**
 * Reads an auction and keeps everybody else from making, answering or ending offers of it until the
 * transaction ends. It has to come before whatever else the transaction reads.
 */
export async function lockAuction(tx: Tx, auctionId: string): Promise<AuctionRow> {
  const [row] = await tx
    .select()
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId))
    .for('update');
  if (!row) throw new Error(`auction ${auctionId} has no record`);
  return row;
}

/** The same for an auction and one offer of it, as that stands now. */
export async function lockOffer(
  tx: Tx,
  { auctionId, offerId }: Pick<OfferRow, 'auctionId' | 'offerId'>,
): Promise<{ auction: AuctionRow; offer: OfferRow }> {
  const auction = await lockAuction(tx, auctionId);
  const [offer] = await tx.select().from(offers).where(eq(offers.offerId, offerId)).for('update');
  if (!offer) throw new Error(`offer ${offerId} has no record`);
  return { auction, offer };
}

/** Whether an offer can be answered at `nowMs`: whoever has not answered by its last moment is too late. */
export function isOpen({ state, acceptByMs }: OfferRow, nowMs: number): boolean {
  return state === 'open' && nowMs < acceptByMs;
}

/**
 * Ends an open offer, by its bidder's answer or the clock: one that was not taken leaves the order that
 * it followed on to be passed on once more. The caller holds the lock.
 */
export async function endOffer(
  tx: Tx,
  offer: OfferRow,
  answer: Pick<OfferRow, 'state' | 'orderId'> & { nowMs: number },
): Promise<OfferRow> {
  const { state, orderId, nowMs } = answer;
  const changed = { state, orderId, answeredAtMs: nowMs };
  await tx.update(offers).set(changed).where(eq(offers.offerId, offer.offerId));
  if (state !== 'accepted') await leaveToPassOn(tx, offer);
  return { ...offer, ...changed };
}

async function leaveToPassOn(tx: Tx, { auctionId, afterAttempt }: OfferRow): Promise<void> {
  await tx
    .update(orders)
    .set({ passedOnAtMs: null })
    .where(and(eq(orders.auctionId, auctionId), eq(orders.attempt, afterAttempt)));
}
