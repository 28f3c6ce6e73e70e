import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { expect } from 'chai';
import type { DisputeDraft } from './dispute-draft.ts';
import { checkDispute, EMPTY_DISPUTE, endingQuestion, leftOf } from './dispute-draft.ts';

const LEFT_KRW = 1_000_000;
const PARTIAL: DisputeDraft = { outcome: 'partial', refundKrw: 300_000, reason: ' 흠집이 있음 ' };

type RefundState = Order['refunds'][number]['state'];

describe('dispute draft', () => {
  it('asks for an outcome and for a reason', () => {
    expect(checkDispute(EMPTY_DISPUTE, LEFT_KRW).faults).to.have.keys('outcome', 'reason');
  });

  it('becomes an end when it is whole, with an amount only where a part goes back', () => {
    expect(checkDispute(PARTIAL, LEFT_KRW).ending).to.deep.equal({
      ...{ outcome: 'partial', refundKrw: 300_000, reason: '흠집이 있음' },
    });
    expect(checkDispute({ ...PARTIAL, outcome: 'release' }, LEFT_KRW).ending).to.deep.equal({
      ...{ outcome: 'release', reason: '흠집이 있음' },
    });
  });

  it('refuses a part that is nothing, everything or more', () => {
    for (const refundKrw of [null, 0, LEFT_KRW, LEFT_KRW + 1]) {
      const { faults } = checkDispute({ ...PARTIAL, refundKrw }, LEFT_KRW);
      expect(faults, String(refundKrw)).to.have.keys('refundKrw');
    }
  });

  it('refuses a reason too long to be kept', () => {
    const { faults } = checkDispute({ ...PARTIAL, reason: '가'.repeat(501) }, LEFT_KRW);
    expect(faults).to.deep.equal({ reason: '500자까지 적을 수 있어요.' });
  });

  it('is about what has neither gone back nor is on its way', () => {
    const refund = (isStray: boolean, state: RefundState, amountKrw: number) => ({
      ...{
        refundId: 'r',
        cause: 'partial' as const,
        isStray,
        state,
        amountKrw,
        createdAtMs: 1,
        doneAtMs: null,
      },
    });
    const refunds = [
      refund(false, 'done', 100_000),
      refund(false, 'pending', 20_000),
      refund(false, 'refused', 3_000),
      refund(true, 'done', 1_000_000),
    ];
    expect(leftOf({ totalKrw: 1_000_000, refunds: [] })).to.equal(1_000_000);
    expect(leftOf({ totalKrw: 1_000_000, refunds })).to.equal(880_000);
  });

  it('is asked about with the amount in figures and in words', () => {
    const partial = endingQuestion(
      { outcome: 'partial', refundKrw: 300_000, reason: 'r' },
      LEFT_KRW,
    );
    expect(partial.title).to.contain('300,000원');
    expect(partial.yes).to.contain('300,000원');
    expect(partial.meaning.join()).to.contain('삼십만 원').and.to.contain('700,000원');
    const refund = endingQuestion({ outcome: 'refund', reason: 'r' }, LEFT_KRW);
    expect(refund.title).to.contain('1,000,000원');
    expect(refund.meaning.join()).to.contain('백만 원');
    const release = endingQuestion({ outcome: 'release', reason: 'r' }, LEFT_KRW);
    expect(release.meaning.join()).to.contain('판매자에게');
  });
});
