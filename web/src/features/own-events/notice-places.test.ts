import { expect } from 'chai';
import type { OwnNotice } from '../../lib/live-notices.ts';
import { isSaidAt, placeOf } from './notice-places.ts';

const WON: OwnNotice = {
  type: 'won',
  data: { auctionId: 'a', orderId: 'o', amountKrw: 1, payByMs: 0 },
};
const OFFER: OwnNotice = {
  type: 'offer',
  data: { auctionId: 'a', offerId: 'f', amountKrw: 1, acceptByMs: 0, offerState: 'open' },
};

const ENDING: OwnNotice = {
  type: 'ending',
  data: { auctionId: 'a', title: '시계', closesAtMs: 0 },
};

describe('where a notice leads', () => {
  it('is to the order, to the offers, and to the auction', () => {
    expect(placeOf(WON)).to.equal('/orders/o');
    expect(placeOf(OFFER)).to.equal('/me/offers');
    expect(placeOf(ENDING)).to.equal('/auctions/a');
  });

  it('needs no notice, and what was won none on its auction either, whose button it would hide', () => {
    expect(isSaidAt(WON, '/orders/o')).to.equal(true);
    expect(isSaidAt(WON, '/auctions/a')).to.equal(true);
    expect(isSaidAt(WON, '/auctions/b')).to.equal(false);
    expect(isSaidAt(OFFER, '/me/offers')).to.equal(true);
    expect(isSaidAt(OFFER, '/auctions/a')).to.equal(false);
  });
});
