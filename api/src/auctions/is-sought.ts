import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { ListQuery } from '@sagopalgo/core/contracts/auction-lists.ts';
import { hashtagKey } from '@sagopalgo/core/search/text/hashtag-key.ts';
import { isSeenIn } from '../views/listed-state.ts';

const HOUR_MS = 3_600_000;

/** Whether an auction, as it is shown, belongs into the list that was asked for. */
export function isSought(query: ListQuery, auction: Auction, nowMs: number): boolean {
  const { state, minKrw = 0, maxKrw = Infinity, endingWithinHours = Infinity, noBids } = query;
  const { hashtag } = query;
  const shownKrw = auction.priceKrw ?? auction.startKrw;
  return (
    isSeenIn(state, auction.state) &&
    shownKrw >= minKrw &&
    shownKrw <= maxKrw &&
    auction.closesAtMs < nowMs + endingWithinHours * HOUR_MS &&
    (noBids === undefined || auction.bidCount === 0) &&
    (hashtag === undefined || hasHashtag(auction, hashtag))
  );
}

function hasHashtag({ hashtags }: Auction, hashtag: string): boolean {
  return hashtags.some((own) => hashtagKey(own) === hashtagKey(hashtag));
}
