import { randomUUID } from 'node:crypto';
import type { BidAnswer } from '../contracts/bids.ts';
import { RefusalError } from '../contracts/errors.ts';
import { openAuction, placeBid } from '../redis/commands.ts';
import type { BidToJudge } from '../redis/commands.ts';
import type { AuctionRedis } from '../redis/connect.ts';
import type { AuctionToOpen } from '../redis/to-open.ts';
import { someRules } from './connections.ts';

/** What tests do with the judge; `redis` is asked for each time, as it is connected later. */
export function judging(redis: () => AuctionRedis) {
  return {
    /** Puts an auction into Redis, live for an hour unless told otherwise. */
    list: async (given: Partial<AuctionToOpen> = {}): Promise<AuctionToOpen> => {
      const auction = someRules(given);
      const opened = await openAuction(redis(), auction);
      if (opened !== 'OPENED') throw new Error(`not opened: ${opened}`);
      return auction;
    },
    /** An exact bid. */
    bid: (auctionId: string, bidderId: string, amountKrw: number, more: object = {}) => {
      const made = { auctionId, bidderId, amountKrw, bidId: randomUUID(), ...more };
      return placeBid(redis(), { kind: 'exact', ...made });
    },
    auto: (auctionId: string, bidderId: string, maxKrw: number): Promise<BidAnswer> => {
      const bidId = randomUUID();
      return placeBid(redis(), { auctionId, bidderId, bidId, kind: 'auto', maxKrw });
    },
    buyNow: (auctionId: string, bidderId: string, bidId: string): Promise<BidAnswer> => {
      const asked: BidToJudge = { auctionId, bidderId, bidId, kind: 'buy-now' };
      return placeBid(redis(), asked);
    },
  };
}

/** The code and detail a bid is refused with; throws when it is accepted. */
export async function refusal(bidding: Promise<unknown>): Promise<[string, object]> {
  try {
    await bidding;
  } catch (error) {
    if (error instanceof RefusalError) return [error.code, error.detail];
    throw error;
  }
  throw new Error('the bid was accepted');
}
