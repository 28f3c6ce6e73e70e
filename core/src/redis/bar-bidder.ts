import type { AuctionRedis } from './connect.ts';
import { auctionKeys } from './keys.ts';

/** `LEADS`: they lead, and may go on. `ABSENT`: Redis does not have the auction, and judges no bid on it. */
export type Barred = 'BARRED' | 'LEADS' | 'ABSENT';

/**
 * Has the judge take no bid of somebody's on an auction, for `forMs` by Redis's clock, unless they lead it. What
 * is on its way to the judge is refused as well, whatever was found about the bidder before.
 */
export async function barBidder(
  redis: AuctionRedis,
  { auctionId, bidderId }: { auctionId: string; bidderId: string },
  forMs: number,
): Promise<Barred> {
  return (await redis.barBidderScript(auctionKeys(auctionId).state, bidderId, forMs)) as Barred;
}

/** Lets somebody bid on an auction again. */
export async function admitBidder(
  redis: AuctionRedis,
  { auctionId, bidderId }: { auctionId: string; bidderId: string },
): Promise<void> {
  await redis.hdel(auctionKeys(auctionId).state, `barred:${bidderId}`);
}
