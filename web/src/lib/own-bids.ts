import type { BidAnswer, BidKind } from '@sagopalgo/core/contracts/bids.ts';
import { BID_KINDS } from '@sagopalgo/core/contracts/bids.ts';
import { z } from 'zod';

const KEPT_MAX = 100;

/** An accepted bid of one's own made in this tab: enough to ask for its receipt, and no amount. */
export interface OwnBid {
  bidId: string;
  kind: BidKind;
  acceptedAtMs: number;
}

const ownBidsSchema: z.ZodType<OwnBid[]> = z.array(
  z.object({ bidId: z.string(), kind: z.enum(BID_KINDS), acceptedAtMs: z.int() }),
);

/** The bids that somebody made on an auction in this tab, newest first, at most 100. */
export function ownBids(userId: string, auctionId: string): readonly OwnBid[] {
  try {
    const text = sessionStorage.getItem(keyOf(userId, auctionId)) ?? '[]';
    return ownBidsSchema.safeParse(JSON.parse(text)).data ?? [];
  } catch {
    return [];
  }
}

/** Keeps an accepted bid; the same answer again is the same bid. */
export function rememberOwnBid(
  userId: string,
  auctionId: string,
  kind: BidKind,
  { bidId, acceptedAtMs }: Pick<BidAnswer, 'bidId' | 'acceptedAtMs'>,
): void {
  const others = ownBids(userId, auctionId).filter((bid) => bid.bidId !== bidId);
  const kept = [{ bidId, kind, acceptedAtMs }, ...others].slice(0, KEPT_MAX);
  try {
    sessionStorage.setItem(keyOf(userId, auctionId), JSON.stringify(kept));
  } catch {
    // Without storage there is no receipt to offer later; the bid itself is on record.
  }
}

function keyOf(userId: string, auctionId: string): string {
  return `sagopalgo.own-bids.${userId}.${auctionId}`;
}
