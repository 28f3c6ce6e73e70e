import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';

/** The auction as read, brought up to date by the answer to an own bid. */
export function afterAnswer(auction: Auction, answer: BidAnswer): Auction {
  const leads = answer.outcome !== 'outbid';
  const me = {
    alias: answer.alias,
    // An own maximum never falls; an answer that was sent again may be older than the last one.
    ownMaxKrw: Math.max(auction.me?.ownMaxKrw ?? 0, answer.ownMaxKrw),
    standing: leads ? ('leading' as const) : ('outbid' as const),
  };
  if (auction.seq >= answer.seq) return { ...auction, me };
  return {
    ...auction,
    me,
    seq: answer.seq,
    bidCount: answer.seq,
    priceKrw: answer.priceKrw,
    minimumKrw: answer.minimumKrw,
    leaderAlias: leads ? answer.alias : auction.leaderAlias,
    closesAtMs: answer.closesAtMs,
  };
}
