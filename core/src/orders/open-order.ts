import { randomUUID } from 'node:crypto';
import type { Tx } from '../mysql/connect.ts';
import { orders } from '../mysql/till-schema.ts';
import { shareKrw } from '../rules/till-terms.ts';
import type { OrderRow } from './move-order.ts';

/**
 * Opens the order of whoever has to pay for an auction now, at `amountKrw` and the rates that the auction
 * was listed with. Two of the same attempt run into the unique index.
 */
export async function openOrder(
  tx: Tx,
  order: {
    auction: { auctionId: string; sellerId: string; feeBp: number; premiumBp: number };
    attempt: number;
    buyerId: string;
    amountKrw: number;
    payByMs: number;
    nowMs: number;
  },
): Promise<OrderRow> {
  const { auction, attempt, buyerId, amountKrw, payByMs, nowMs } = order;
  const row: OrderRow = {
    orderId: randomUUID(),
    auctionId: auction.auctionId,
    attempt,
    buyerId,
    sellerId: auction.sellerId,
    amountKrw,
    premiumKrw: shareKrw(amountKrw, auction.premiumBp),
    feeKrw: shareKrw(amountKrw, auction.feeBp),
    state: 'awaiting_payment',
    stateAtMs: nowMs,
    payByMs,
    createdAtMs: nowMs,
    paidAtMs: null,
    shippedAtMs: null,
    deliveredAtMs: null,
    carrier: null,
    trackingNumber: null,
    passedOnAtMs: null,
  };
  await tx.insert(orders).values(row);
  return row;
}

/** What the buyer pays: the price and the premium. */
export function totalKrw({ amountKrw, premiumKrw }: Pick<OrderRow, 'amountKrw' | 'premiumKrw'>) {
  return amountKrw + premiumKrw;
}
