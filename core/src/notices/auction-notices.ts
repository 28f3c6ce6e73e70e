import type { Tx } from '../mysql/connect.ts';
import { noticeMarks } from '../mysql/notice-schema.ts';
import type { offers, orders } from '../mysql/till-schema.ts';
import { putNotice } from './put-notice.ts';

/** Tells the winner of an auction that there is an order to pay, in the transaction that opens it. */
export async function noteWon(
  tx: Tx,
  order: typeof orders.$inferSelect,
  nowMs: number,
): Promise<void> {
  const { auctionId, orderId, buyerId, amountKrw, payByMs } = order;
  const detail = { amountKrw, byMs: payByMs };
  const won = { kind: 'won' as const, userId: buyerId, causeKey: orderId };
  await putNotice(tx, { ...won, auctionId, orderId, detail }, nowMs);
}

/** Tells somebody of a second chance, in the transaction that makes the offer. */
export async function noteOffer(tx: Tx, offer: typeof offers.$inferSelect): Promise<void> {
  const { auctionId, offerId, bidderId, amountKrw, acceptByMs, createdAtMs } = offer;
  const detail = { amountKrw, byMs: acceptByMs };
  const asked = { kind: 'second-chance' as const, userId: bidderId, causeKey: offerId };
  await putNotice(tx, { ...asked, auctionId, detail }, createdAtMs);
}

/**
 * Leaves word, in the transaction that writes an auction's result, that those who lost have to be told. They may be
 * many, and the results of a whole day wait for none of them.
 */
export async function noteEnded(
  tx: Tx,
  auctionId: string,
  outcome: 'sold' | 'unsold' | 'cancelled',
  nowMs: number,
): Promise<void> {
  const ended = { outcome, endedAtMs: nowMs };
  await tx
    .insert(noticeMarks)
    .values({ auctionId, ...ended })
    .onDuplicateKeyUpdate({ set: ended });
}
