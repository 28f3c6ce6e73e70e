import type { AuctionRedis } from './connect.ts';
import { auctionKeys } from './keys.ts';

/** `LEADS`: they lead, and may go on. `ABSENT`: Redis does not have the auction, and judges no bid on it now. */
export type Barred = 'BARRED' | 'LEADS' | 'ABSENT';

/** One leaving of somebody's, by an id of its own, and an auction that they may not bid on for its sake. */
export interface Bar {
  auctionId: string;
  bidderId: string;
  leaveId: string;
}

/**
 * Has the judge take no bid of somebody's on an auction, for `forMs` by Redis's clock or as long as another leaving
 * of theirs has said, unless they lead it. What is on its way to the judge is refused as well, whatever was found
 * about the bidder before.
 */
export async function barBidder(
  redis: AuctionRedis,
  { auctionId, bidderId, leaveId }: Bar,
  forMs: number,
): Promise<Barred> {
  const { state } = auctionKeys(auctionId);
  return (await redis.barBidderScript(state, bidderId, leaveId, forMs)) as Barred;
}

/** Lets somebody bid on an auction again, but where another leaving of theirs still bars them. */
export async function admitBidder(
  redis: AuctionRedis,
  { auctionId, bidderId, leaveId }: Bar,
): Promise<void> {
  await redis.admitBidderScript(auctionKeys(auctionId).state, bidderId, leaveId);
}
