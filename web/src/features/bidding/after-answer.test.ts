import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';
import { expect } from 'chai';
import { afterAnswer } from './after-answer.ts';

const AUCTION = {
  ...{ seq: 3, bidCount: 3, priceKrw: 1300, minimumKrw: 1400, leaderAlias: '입찰자 3' },
} as Auction;
const ANSWER: BidAnswer = {
  ...{ bidId: 'b', outcome: 'leading', seq: 4, raise: 0, priceKrw: 1400, minimumKrw: 1500 },
  ...{ ownMaxKrw: 5000, alias: '입찰자 2', acceptedAtMs: 1, closesAtMs: 2 },
};

describe('the auction after an own bid', () => {
  it('shows the judged price at once', () => {
    const after = afterAnswer(AUCTION, ANSWER);
    expect(after).to.include({ seq: 4, priceKrw: 1400, leaderAlias: '입찰자 2' });
    expect(after.me).to.include({ alias: '입찰자 2', ownMaxKrw: 5000 });
  });

  it('takes only the maximum from a silent raise', () => {
    const raised = { ...ANSWER, outcome: 'raised' as const, seq: 3, raise: 1 };
    expect(afterAnswer(AUCTION, raised)).to.include({ seq: 3, priceKrw: 1300 });
    expect(afterAnswer(AUCTION, raised).me?.ownMaxKrw).to.equal(5000);
  });

  it('never lowers an own maximum by an older answer', () => {
    const higher = afterAnswer(AUCTION, { ...ANSWER, ownMaxKrw: 9000 });
    expect(afterAnswer(higher, ANSWER).me?.ownMaxKrw).to.equal(9000);
  });
});
