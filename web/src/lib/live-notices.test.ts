import { expect } from 'chai';
import type { LiveEvent } from './live-events.ts';
import { WaitingNotices } from './live-notices.ts';

describe('events that are worth a word', () => {
  it('include an offer that can be answered, once, and no other', () => {
    const notices = new WaitingNotices();
    notices.hear(offer('one', 'open'));
    notices.hear(offer('one', 'open'));
    notices.hear(offer('two', 'lapsed'));
    notices.hear(offer('three', 'accepted'));
    expect(notices.takeAll()).to.deep.equal([offer('one', 'open')]);
  });

  it('include that a watched auction ends soon, once', () => {
    const notices = new WaitingNotices();
    for (const auctionId of ['a', 'a', 'b']) notices.hear(ending(auctionId));
    expect(notices.takeAll()).to.deep.equal([ending('a'), ending('b')]);
    notices.hear(ending('a'));
    expect(notices.takeAll()).to.deep.equal([]);
  });

  it('do not include a move of an order, which its page tells', () => {
    const notices = new WaitingNotices();
    const data = { auctionId: 'a', orderId: 'o', amountKrw: 1, payByMs: 0 };
    notices.hear({ type: 'order', data: { ...data, orderState: 'paid' } });
    expect(notices.takeAll()).to.deep.equal([]);
  });
});

function ending(auctionId: string): LiveEvent {
  return { type: 'ending', data: { auctionId, title: '시계', closesAtMs: 1 } };
}

function offer(offerId: string, offerState: 'open' | 'lapsed' | 'accepted'): LiveEvent {
  const data = { auctionId: 'a', offerId, amountKrw: 1_000, acceptByMs: 0, offerState };
  return { type: 'offer', data };
}
