import { expect } from 'chai';
import type { OwnNotice } from '../../lib/live-notices.ts';
import { withNotice } from './kept-notices.ts';

describe('notices about oneself', () => {
  it('come newest first, the last word of each auction, three at most', () => {
    const told = ['a', 'b', 'a', 'c', 'd'].map((auctionId, at) => won(auctionId, at));
    const kept = told.reduce<readonly OwnNotice[]>(withNotice, []);
    const names = kept.map(({ data }) => data.auctionId);
    expect(names).to.deep.equal(['d', 'c', 'a']);
    expect(kept[2]?.type === 'won' && kept[2].data.amountKrw).to.equal(2);
  });
});

function won(auctionId: string, amountKrw: number): OwnNotice {
  return { type: 'won', data: { auctionId, orderId: `order-${auctionId}`, amountKrw, payByMs: 0 } };
}
