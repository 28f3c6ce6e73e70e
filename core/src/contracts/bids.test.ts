import { expect } from 'chai';
import { placeBid } from './bids.ts';

const bid = { bidId: '0190F3A2-7d31-7c2b-9c9b-0f3c5a1e2d4b', kind: 'exact', amountKrw: 1000 };
const takes = (change: object) => placeBid.body.safeParse({ ...bid, ...change }).success;

describe('what a bid carries', () => {
  it('does not mind the case of its id', () => {
    expect(placeBid.body.parse(bid).bidId).to.equal(bid.bidId.toLowerCase());
  });

  it('is whole won, at least one, and nothing that cannot be counted', () => {
    for (const amountKrw of [0, -5, 0.5, '1000', null, [1000], 2 ** 53, Infinity, undefined]) {
      expect(takes({ amountKrw }), String(amountKrw)).to.equal(false);
    }
    expect(takes({ amountKrw: 1_000_000_000_001 })).to.equal(true);
  });

  it('refuses other kinds, other ids and unknown fields', () => {
    for (const wrong of [{ kind: 'auto' }, { bidId: '1' }, { maxKrw: 1 }, { confirmed: 'yes' }]) {
      expect(takes(wrong), JSON.stringify(wrong)).to.equal(false);
    }
  });
});
