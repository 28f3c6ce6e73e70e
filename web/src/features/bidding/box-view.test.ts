import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { REFUSALS } from '@sagopalgo/core/contracts/errors.ts';
import { expect } from 'chai';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import type { Typing } from './box-view.ts';
import { movingPart, NOTHING_TYPED, pressed, typed, viewOf } from './box-view.ts';
import { newAttempt } from './place-bid.ts';

const AUCTION = {
  auctionId: 'a',
  ...{ startKrw: 1000, steps: [[0, 100]], capKrw: 1_000_000 },
  ...{ priceKrw: 2000, minimumKrw: 2100, bidCount: 3, leaderAlias: '입찰자 2' },
  ...{ reserve: 'none', buyNowKrw: 9000 },
} as unknown as Auction;
const ME = { alias: '입찰자 2', ownMaxKrw: 3000, standing: 'leading' } as const;
const LEADING = { ...AUCTION, me: ME };
const OUTBID = { ...LEADING, leaderAlias: '입찰자 3' };
const NOTHING_SENT = { sending: false, last: undefined, refusal: null };

describe('the bid box', () => {
  it('follows the minimum until somebody types', () => {
    expect(view(NOTHING_TYPED).amountKrw).to.equal(2100);
    expect(view(NOTHING_TYPED, { ...AUCTION, minimumKrw: 2300 }).amountKrw).to.equal(2300);
    const after = typed(NOTHING_TYPED, view(NOTHING_TYPED), 2500);
    expect(view(after, { ...AUCTION, minimumKrw: 2300 }).amountKrw).to.equal(2500);
  });

  it('offers the leader a higher maximum only', () => {
    expect(view(NOTHING_TYPED, LEADING)).to.include({ mode: 'raise', amountKrw: 3100 });
  });

  it('never makes an exact bid of what was typed as a maximum', () => {
    const raised = typed(NOTHING_TYPED, view(NOTHING_TYPED, LEADING), 5000);
    expect(view(raised, OUTBID)).to.include({ mode: 'auto', amountKrw: 5000 });
    const asked = pressed(NOTHING_TYPED, view(NOTHING_TYPED, LEADING));
    expect(view(asked, OUTBID).step.kind).to.equal('auto');
  });

  it('asks about a maximum, and stops asking when the price has passed it', () => {
    const auto: Typing = { ...NOTHING_TYPED, chosen: 'auto', typedKrw: 2200 };
    const asked = pressed(auto, view(auto));
    expect(view(asked).asked).to.deep.equal({ kind: 'auto', amountKrw: 2200 });
    const passed = view(asked, { ...AUCTION, priceKrw: 2200, minimumKrw: 2300 });
    expect(passed.asked).to.equal(null);
    expect(passed.step.hintIsFault).to.equal(true);
  });

  it('keeps the question while its yes is on the way', () => {
    const wish = { kind: 'auto', amountKrw: 2200 } as const;
    const asked: Typing = { chosen: 'auto', typedKrw: 2200, wish };
    const moved = { ...AUCTION, priceKrw: 2200, minimumKrw: 2300 };
    const sending = { sending: true, last: newAttempt('a', wish), refusal: null };
    expect(viewOf(asked, moved, sending).asked).to.deep.equal(wish);
  });

  it('offers to buy at once before the first bid, or until the reserve is met', () => {
    expect(view(NOTHING_TYPED).buyNowKrw).to.equal(null);
    expect(view(NOTHING_TYPED, { ...AUCTION, bidCount: 0 }).buyNowKrw).to.equal(9000);
    expect(view(NOTHING_TYPED, { ...AUCTION, reserve: 'unmet' }).buyNowKrw).to.equal(9000);
    expect(view(NOTHING_TYPED, { ...AUCTION, reserve: 'met' }).buyNowKrw).to.equal(null);
    const refusal = new ApiRefusal({ code: 'BUY_NOW_GONE', message: '' });
    const last = newAttempt('a', { kind: 'buy-now', amountKrw: 9000 });
    const refused = { sending: false, last, refusal };
    const open = { ...AUCTION, reserve: 'unmet' as const };
    expect(viewOf(NOTHING_TYPED, open, refused).buyNowKrw).to.equal(null);
  });

  it('says so when somebody bid while one was asked about buying', () => {
    const asked: Typing = { ...NOTHING_TYPED, wish: { kind: 'buy-now', amountKrw: 9000 } };
    expect(view(asked, { ...AUCTION, bidCount: 0 }).asked).to.deep.equal(asked.wish);
    const late = view(asked);
    expect(late.asked).to.equal(null);
    expect(late.step.notice).to.equal(REFUSALS.BUY_NOW_GONE.message);
  });

  it('knows what may move under the thumb', () => {
    expect(movingPart(view(NOTHING_TYPED), NOTHING_TYPED)).to.equal('exact 2100');
    const after = typed(NOTHING_TYPED, view(NOTHING_TYPED), 2500);
    expect(movingPart(view(after), after)).to.equal('');
  });
});

function view(typing: Typing, auction: Auction = AUCTION) {
  return viewOf(typing, auction, NOTHING_SENT);
}
