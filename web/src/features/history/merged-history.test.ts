import { expect } from 'chai';
import { NOTHING_LIVE, reduceLive } from '../../lib/live-auction.ts';
import { hasHole, mergedHistory } from './merged-history.ts';

describe('bid history', () => {
  it('lists every bid once, newest first, wherever it was heard', () => {
    const bids = mergedHistory([bid(3), bid(2), bid(1)], [bid(4), bid(3)]);
    expect(bids.map(({ seq }) => seq)).to.deep.equal([4, 3, 2, 1]);
  });

  it('notices bids that were merged on the way', () => {
    expect(hasHole([bid(5), bid(2), bid(1)], undefined)).to.equal(true);
    expect(hasHole([bid(5), bid(4)], undefined)).to.equal(false);
  });

  it('notices bids that only the price knows of', () => {
    expect(hasHole([bid(3)], liveAt(5))).to.equal(true);
    expect(hasHole([bid(5)], liveAt(5))).to.equal(false);
  });
});

function bid(seq: number) {
  const alias = `입찰자 ${seq}`;
  return { seq, alias, leaderAlias: alias, priceKrw: seq * 100, acceptedAtMs: seq };
}

function liveAt(seq: number) {
  const data = {
    auctionId: 'a',
    epoch: 'e1',
    seq,
    state: 'live' as const,
    priceKrw: seq * 100,
    minimumKrw: seq * 100 + 100,
    bidCount: seq,
    leaderAlias: null,
    reserve: 'none' as const,
    closesAtMs: 0,
    serverNowMs: 0,
  };
  const told = { type: 'told', event: { type: 'snapshot', data } } as const;
  return reduceLive(NOTHING_LIVE, told).auctions.get('a');
}
