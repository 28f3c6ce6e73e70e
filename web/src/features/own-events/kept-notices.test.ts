import { expect } from 'chai';
import type { OwnNotice } from '../../lib/live-notices.ts';
import { isEnding, keptFor, NO_NOTICES, withNotice, withoutThose } from './kept-notices.ts';

describe('notices about oneself', () => {
  it('come newest first, the last word of each auction, three at most', () => {
    const told = ['a', 'b', 'a', 'c', 'd'].map((auctionId, at) => won(auctionId, at));
    const { notices } = told.reduce(withNotice, NO_NOTICES);
    const names = notices.map(({ data }) => data.auctionId);
    expect(names).to.deep.equal(['d', 'c', 'a']);
    expect(notices[2]?.type === 'won' && notices[2].data.amountKrw).to.equal(2);
  });

  it('that watched auctions end soon take the room of one', () => {
    const endings = ['e', 'f', 'g', 'h'].map(ending);
    const told = [won('a', 1), ...endings, won('b', 2), won('c', 3)];
    const { notices } = told.reduce(withNotice, NO_NOTICES);
    expect(notices.filter(isEnding)).to.deep.equal(endings.toReversed());
    const others = notices.filter((notice) => !isEnding(notice));
    expect(others).to.deep.equal([won('c', 3), won('b', 2)]);
    expect(withNotice({ userId: 'u', notices }, won('f', 9)).notices).to.not.deep.include(
      ending('f'),
    );
  });

  it('are put away, and nothing changes where there is nothing to put away', () => {
    const kept = { userId: 'u1', notices: [won('a', 1), won('b', 2)] };
    const { notices } = withoutThose(kept, ({ data }) => data.auctionId === 'a');
    expect(notices).to.deep.equal([won('b', 2)]);
    expect(withoutThose(kept, () => false)).to.equal(kept);
  });

  it('are gone with the person they were for, whoever comes next', () => {
    const kept = keptFor(withNotice(NO_NOTICES, won('a', 1)), 'u1');
    expect(kept.notices).to.have.length(1);
    expect(keptFor(kept, 'u1')).to.equal(kept);
    expect(keptFor(kept, undefined)).to.equal(kept);
    const others = keptFor(kept, 'u2');
    expect(others.notices).to.deep.equal([]);
    const nobodys = keptFor(kept, null);
    expect(nobodys.notices).to.deep.equal([]);
    expect(keptFor(nobodys, 'u1').notices).to.deep.equal([]);
  });

  it('that came before it was known who is signed in are of that person, if anybody', () => {
    const kept = withNotice(NO_NOTICES, won('a', 1));
    expect(keptFor(kept, 'u1').notices).to.have.length(1);
    expect(keptFor(kept, null).notices).to.deep.equal([]);
  });
});

function ending(auctionId: string): OwnNotice {
  return { type: 'ending', data: { auctionId, title: '시계', closesAtMs: 1 } };
}

function won(auctionId: string, amountKrw: number): OwnNotice {
  return { type: 'won', data: { auctionId, orderId: `order-${auctionId}`, amountKrw, payByMs: 0 } };
}
