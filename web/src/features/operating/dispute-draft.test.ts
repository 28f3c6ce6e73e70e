import { expect } from 'chai';
import type { DisputeDraft } from './dispute-draft.ts';
import { checkDispute, EMPTY_DISPUTE, endingQuestion } from './dispute-draft.ts';

const TOTAL_KRW = 1_000_000;
const PARTIAL: DisputeDraft = { outcome: 'partial', refundKrw: 300_000, reason: ' 흠집이 있음 ' };

describe('dispute draft', () => {
  it('asks for an outcome and for a reason', () => {
    expect(checkDispute(EMPTY_DISPUTE, TOTAL_KRW).faults).to.have.keys('outcome', 'reason');
  });

  it('becomes an end when it is whole, with an amount only where a part goes back', () => {
    expect(checkDispute(PARTIAL, TOTAL_KRW).ending).to.deep.equal({
      ...{ outcome: 'partial', refundKrw: 300_000, reason: '흠집이 있음' },
    });
    expect(checkDispute({ ...PARTIAL, outcome: 'release' }, TOTAL_KRW).ending).to.deep.equal({
      ...{ outcome: 'release', reason: '흠집이 있음' },
    });
  });

  it('refuses a part that is nothing, everything or more', () => {
    for (const refundKrw of [null, 0, TOTAL_KRW, TOTAL_KRW + 1]) {
      const { faults } = checkDispute({ ...PARTIAL, refundKrw }, TOTAL_KRW);
      expect(faults, String(refundKrw)).to.have.keys('refundKrw');
    }
  });

  it('refuses a reason too long to be kept', () => {
    const { faults } = checkDispute({ ...PARTIAL, reason: '가'.repeat(501) }, TOTAL_KRW);
    expect(faults).to.deep.equal({ reason: '500자까지 적을 수 있어요.' });
  });

  it('is asked about with the amount in figures and in words', () => {
    const partial = endingQuestion(
      { outcome: 'partial', refundKrw: 300_000, reason: 'r' },
      TOTAL_KRW,
    );
    expect(partial.title).to.contain('300,000원');
    expect(partial.yes).to.contain('300,000원');
    expect(partial.meaning.join()).to.contain('삼십만 원').and.to.contain('700,000원');
    const refund = endingQuestion({ outcome: 'refund', reason: 'r' }, TOTAL_KRW);
    expect(refund.title).to.contain('1,000,000원');
    expect(refund.meaning.join()).to.contain('백만 원');
    const release = endingQuestion({ outcome: 'release', reason: 'r' }, TOTAL_KRW);
    expect(release.meaning.join()).to.contain('판매자에게');
  });
});
