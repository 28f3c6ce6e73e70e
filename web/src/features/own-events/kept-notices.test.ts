import { expect } from 'chai';
import type { OwnNotice } from '../../lib/live-notices.ts';
import { withNotice, withoutThose } from './kept-notices.ts';

describe('notices about oneself', () => {
  it('come newest first, the last word of each auction, three at most', () => {
    const told = ['a', 'b', 'a', 'c', 'd'].map((auctionId, at) => won(auctionId, at));
    const kept = told.reduce<readonly OwnNotice[]>(withNotice, []);
    const names = kept.map(({ data }) => data.auctionId);
    expect(names).to.deep.equal(['d', 'c', 'a']);
    expect(kept[2]?.type === 'won' && kept[2].data.amountKrw).to.equal(2);
  });

  it('are put away, and the list is the same one where there is nothing to put away', () => {
    const kept = [won('a', 1), won('b', 2)];
    expect(withoutThose(kept, ({ data }) => data.auctionId === 'a')).to.deep.equal([won('b', 2)]);
    expect(withoutThose(kept, () => false)).to.equal(kept);
  });
});

function won(auctionId: string, amountKrw: number): OwnNotice {
  return { type: 'won', data: { auctionId, orderId: `order-${auctionId}`, amountKrw, payByMs: 0 } };
}
