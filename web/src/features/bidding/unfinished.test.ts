import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { expect } from 'chai';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import type { LastBid, Typing } from './box-view.ts';
import { NOTHING_TYPED, viewOf } from './box-view.ts';
import { newAttempt } from './place-bid.ts';
import { unfinishedBid } from './unfinished.ts';

const ENDED = {
  auctionId: 'a',
  ...{ startKrw: 1000, steps: [[0, 100]], capKrw: 1_000_000 },
  ...{ priceKrw: 2000, minimumKrw: null, bidCount: 3, leaderAlias: '입찰자 2' },
  ...{ reserve: 'none', buyNowKrw: null },
} as unknown as Auction;
const EXACT = newAttempt('a', { kind: 'exact', amountKrw: 2100 });
const NOTHING_SENT: LastBid = { sending: false, last: undefined, refusal: null };
const ASKING: Typing = {
  ...{ chosen: 'auto', typedKrw: 5000 },
  wish: { kind: 'auto', amountKrw: 5000 },
};

describe('a bid that was under way when the auction ended', () => {
  it('is none where nothing was sent and nothing asked', () => {
    expect(unfinished(NOTHING_TYPED)).to.equal(null);
  });

  it('is still being asked about, or was never made', () => {
    const sending = { ...NOTHING_SENT, sending: true, last: EXACT };
    expect(unfinished(NOTHING_TYPED, sending)?.words).to.contain('확인하고 있어요');
    expect(unfinished(ASKING)?.words).to.contain('입찰하지 않았어요');
  });

  it('can be asked about again where no answer came, and was late where one did', () => {
    expect(unfinished(NOTHING_TYPED, refused('NETWORK'))?.isUnanswered).to.equal(true);
    expect(unfinished(NOTHING_TYPED, refused('UNAVAILABLE'))?.isUnanswered).to.equal(true);
    const late = unfinished(NOTHING_TYPED, refused('AUCTION_CLOSED', { lateByMs: 214 }));
    expect(late).to.deep.equal({
      words: '마감 0.214초 뒤에 도착해서 인정되지 않았어요.',
      isUnanswered: false,
    });
    expect(unfinished(NOTHING_TYPED, refused('BID_TOO_LOW'))).to.equal(null);
  });
});

function unfinished(typing: Typing, last = NOTHING_SENT) {
  return unfinishedBid(viewOf(typing, ENDED, last), last);
}

function refused(code: ApiRefusal['code'], detail = {}): LastBid {
  const refusal = new ApiRefusal({ code, message: '안 됐어요.', detail });
  return { sending: false, last: EXACT, refusal };
}
