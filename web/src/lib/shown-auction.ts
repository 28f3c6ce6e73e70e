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
  };
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

/** Where the person stands who reads it: by the leader's alias, so that it moves with every event. */
export function standingOf(
  auction: Auction,
  state: AuctionState,
): 'leading' | 'outbid' | 'won' | 'lost' | null {
  if (!auction.me) return null;
  const leads = auction.leaderAlias === auction.me.alias;
  if (state === 'sold') return leads ? 'won' : 'lost';
  if (state === 'unsold' || state === 'cancelled') return 'lost';
  return leads ? 'leading' : 'outbid';
}
