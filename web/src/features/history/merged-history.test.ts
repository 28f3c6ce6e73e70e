import { expect } from 'chai';
import { NOTHING_LIVE, reduceLive } from '../../lib/live-auction.ts';
import { hasHole, mergedHistory, missingAfter } from './merged-history.ts';

describe('bid history', () => {
  it('lists every bid once, newest first, wherever it was heard', () => {
    const read = { bids: [bid(3), bid(2), bid(1)], hasOlder: false };
    const bids = mergedHistory(read, [bid(4), bid(3)]);
    expect(bids.map(({ seq }) => seq)).to.deep.equal([4, 3, 2, 1]);
  });

  it('keeps what was told of long ago for its page, so that the list has no hole there', () => {
    const read = { bids: [bid(30), bid(29)], hasOlder: true };
    const seqs = mergedHistory(read, [bid(31), bid(7)]).map(({ seq }) => seq);
    expect(seqs).to.deep.equal([31, 30, 29]);
    const whole = mergedHistory({ bids: [bid(2)], hasOlder: false }, [bid(3), bid(1)]);
    expect(whole.map(({ seq }) => seq)).to.deep.equal([3, 2, 1]);
  });

  it('counts the bids that were merged, where they belong', () => {
    const bids = [bid(9), bid(5), bid(4)];
    expect(missingAfter(bids, liveAt(11))).to.deep.equal([2, 3, 0, 0]);
    expect(missingAfter(bids, undefined)).to.deep.equal([0, 3, 0, 0]);
    expect(missingAfter([], liveAt(2))).to.deep.equal([2]);
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
