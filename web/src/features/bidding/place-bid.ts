import type { BidAnswer, BidKind, NewBid } from '@sagopalgo/core/contracts/bids.ts';
import { placeBid } from '@sagopalgo/core/contracts/bids.ts';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { callApi } from '../../lib/call-api.ts';
import { newUuid } from '../../lib/new-uuid.ts';

const TRIES_MAX = 5;
const WAIT_FIRST_MS = 300;
const WAIT_MAX_MS = 3000;

/** What a person wants to bid. */
export interface Wish {
  kind: BidKind;
  /** The new price, the secret maximum, or the buy-now price, by kind. */
  amountKrw: number;
}

/** One decision of a person: the same `bidId` however often it has to be sent. */
export interface BidAttempt extends Wish {
  auctionId: string;
  bidId: string;
  /** The person has said yes to an exact amount far above the minimum. */
  confirmed: boolean;
}

/** A new decision, with an id of its own. */
export function newAttempt(auctionId: string, { kind, amountKrw }: Wish): BidAttempt {
  return { auctionId, bidId: newUuid(), kind, amountKrw, confirmed: false };
}

/**
 * Sends the bid; where no answer comes or the server is not ready it sends the very same bid again, at
 * most five times in all, so that one decision is one bid. Throws ApiRefusal.
 */
export async function sendBid(
  attempt: BidAttempt,
  send: (attempt: BidAttempt) => Promise<BidAnswer> = callPlaceBid,
  wait: (delayMs: number) => Promise<void> = pause,
): Promise<BidAnswer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send(attempt);
    } catch (error) {
      if (tries >= TRIES_MAX || !mayHaveMissed(error)) throw error;
    }
    const ceilingMs = Math.min(WAIT_MAX_MS, WAIT_FIRST_MS * 2 ** (tries - 1));
    await wait(ceilingMs / 2 + (Math.random() * ceilingMs) / 2);
  }
}

/** The attempt as the contract words it: each kind carries only what is its own. */
export function bodyOf({ bidId, kind, amountKrw, confirmed }: BidAttempt): NewBid {
  switch (kind) {
    case 'exact':
      return { bidId, kind, amountKrw, ...(confirmed && { confirmed }) };
    case 'auto':
      return { bidId, kind, maxKrw: amountKrw };
    default:
      return { bidId, kind };
  }
}

function callPlaceBid(attempt: BidAttempt): Promise<BidAnswer> {
  const { auctionId } = attempt;
  return callApi(placeBid, { params: { auctionId }, body: bodyOf(attempt) });
}

function mayHaveMissed(error: unknown): boolean {
  return error instanceof ApiRefusal && (error.code === 'NETWORK' || error.code === 'UNAVAILABLE');
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
