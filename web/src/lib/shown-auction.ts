import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { AuctionState } from '@sagopalgo/core/rules/auction-states.ts';
import { auctionState } from '@sagopalgo/core/rules/auction-states.ts';
import type { LiveAuction } from './live-auction.ts';

const SETTLED: readonly AuctionState[] = ['sold', 'unsold', 'cancelled'];

/** The newer of what was read over HTTP and what the stream has told, as one auction. */
export function withLive(auction: Auction, live: LiveAuction | undefined): Auction {
  if (!live) return auction;
  const readIsNewer =
    live.epoch === auction.epoch
      ? auction.seq > live.seq || (auction.seq === live.seq && isOver(auction))
      : live.pastEpochs.length === 0 && isOver(auction);
  if (readIsNewer) return auction;
  return {
    ...auction,
    epoch: live.epoch,
    seq: live.seq,
    state: live.state,
    priceKrw: live.priceKrw,
    minimumKrw: live.minimumKrw,
    bidCount: live.bidCount,
    leaderAlias: live.leaderAlias,
    reserve: live.reserve,
    closesAtMs: live.closesAtMs,
    // Either may hear of it first; what the stream says of a later seq ends it.
    interrupted: live.interrupted || (auction.interrupted && auction.seq >= live.seq),
  };
}

/** Stopped for an operator to look at it: neither bids nor a result until that is decided. */
export function isHalted(auction: Pick<Auction, 'state' | 'interrupted'>): boolean {
  return auction.interrupted && !isOver(auction);
}

/**
 * The buy-now price while it is offered, as far as the page can know, else null: before the first bid,
 * or until the hidden reserve is met.
 */
export function offeredBuyNowKrw(
  auction: Pick<Auction, 'buyNowKrw' | 'bidCount' | 'reserve'>,
): number | null {
  return auction.bidCount === 0 || auction.reserve === 'unmet' ? auction.buyNowKrw : null;
}

/** What one's own maximum is called: nobody else sees the part of it that the price has not reached. */
export function ownMaxLabel(ownMaxKrw: number, priceKrw: number | null): string {
  return ownMaxKrw > (priceKrw ?? 0) ? '내 한도' : '내 입찰';
}

/** Settled for good, whatever the time. */
export function isOver(auction: Pick<Auction, 'state'>): boolean {
  return SETTLED.includes(auction.state);
}

/** The state people see now: until an auction is settled, its own times say where it stands. */
export function stateAt(
  auction: Pick<Auction, 'state' | 'opensAtMs' | 'closesAtMs'>,
  nowMs: number | null,
): AuctionState {
  if (isOver(auction) || nowMs === null) return auction.state;
  return auctionState({ ...auction, state: 'live' }, nowMs);
}

/**
 * Where the person stands who reads it: by the leader's alias, so that it moves with every event. Nobody
 * has lost what was cancelled.
 */
export function standingOf(
  auction: Auction,
  state: AuctionState,
): 'leading' | 'outbid' | 'won' | 'lost' | null {
  if (!auction.me || state === 'cancelled') return null;
  const leads = auction.leaderAlias === auction.me.alias;
  if (state === 'sold') return leads ? 'won' : 'lost';
  if (state === 'unsold') return 'lost';
  return leads ? 'leading' : 'outbid';
}
