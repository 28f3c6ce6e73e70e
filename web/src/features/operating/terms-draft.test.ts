import { setTerms } from '@sagopalgo/core/contracts/till.ts';
import { DEFAULT_TERMS } from '@sagopalgo/core/rules/till-terms.ts';
import { expect } from 'chai';
import { TERM_FIELDS } from './term-fields.ts';
import type { TermsDraft } from './terms-draft.ts';
import { changeWords, checkTerms, draftOf } from './terms-draft.ts';

const HOUR_MS = 3_600_000;

describe('terms draft', () => {
  function check(part: Partial<TermsDraft>, reason = '올해부터') {
    return checkTerms({ ...draftOf(DEFAULT_TERMS), reason, ...part }, DEFAULT_TERMS);
  }

  it('shows every term once, in percent, hours and days', () => {
    const names = TERM_FIELDS.map(({ name }) => name);
    expect(names).to.have.members(Object.keys(DEFAULT_TERMS));
    expect(names).to.have.length(Object.keys(DEFAULT_TERMS).length);
    expect(draftOf(DEFAULT_TERMS)).to.include({
      ...{ feeBp: '5', payWithinMs: '48', payLargeWithinMs: '7', largeFromKrw: '10000000' },
      ...{ defaultsMax: '2', provenAboveKrw: '' },
    });
  });

  it('sends what was changed and nothing else', () => {
    const { changes } = check({ feeBp: '5.25', payWithinMs: '36', provenAboveKrw: '5000000' });
    expect(changes).to.deep.equal({
      ...{ feeBp: 525, payWithinMs: 36 * HOUR_MS, provenAboveKrw: 5_000_000 },
    });
    expect(setTerms.body.safeParse({ terms: changes, reason: 'r' }).success).to.equal(true);
  });

  it('leaves alone what it cannot show to the last digit', () => {
    const terms = { ...DEFAULT_TERMS, payWithinMs: 100_000_000 };
    const draft = { ...draftOf(terms), feeBp: '6', reason: 'r' };
    expect(checkTerms(draft, terms).changes).to.deep.equal({ feeBp: 600 });
  });

  it('takes a threshold away that was emptied', () => {
    const terms = { ...DEFAULT_TERMS, provenAboveKrw: 5_000_000 };
    const draft = { ...draftOf(terms), provenAboveKrw: '', reason: 'r' };
    expect(checkTerms(draft, terms).changes).to.deep.equal({ provenAboveKrw: null });
  });

  it('refuses what is no number or out of range, beside its field', () => {
    expect(check({ feeBp: '51' }).faults).to.deep.equal({ feeBp: '50% 이하로 적어 주세요.' });
    expect(check({ payWithinMs: '0.5' }).faults).to.deep.equal({
      payWithinMs: '1시간 이상으로 적어 주세요.',
    });
    for (const part of [
      { feeBp: '오' },
      { feeBp: '' },
      { defaultsMax: '1.5' },
      { blockMs: '-1' },
    ]) {
      expect(check(part).faults, JSON.stringify(part)).to.have.keys(Object.keys(part));
    }
    expect(check({ largeFromKrw: '' }).faults).to.have.keys('largeFromKrw');
  });

  it('refuses terms that do not go together, beside the one to change', () => {
    expect(check({ refundAfterWorkingDays: '2' }).faults).to.have.keys('refundAfterWorkingDays');
    expect(check({ payWithinMs: '169' }).faults).to.have.keys('payLargeWithinMs');
  });

  it('asks for a reason, and for something to change', () => {
    expect(check({ feeBp: '6' }, ' ').faults).to.deep.equal({ reason: '이유를 적어 주세요.' });
    expect(check({}).faults?.reason).to.contain('바뀐 조건이 없어요');
  });

  it('tells each change as it was and as it will be', () => {
    const { changes = {} } = check({ feeBp: '6', provenAboveKrw: '5000000', blockMs: '60' });
    expect(changeWords(changes, DEFAULT_TERMS)).to.deep.equal([
      '판매 수수료 5% → 6%',
      '입찰을 막는 기간 30일 → 60일',
      '확인된 분만 입찰하는 금액 없음 → 5,000,000원',
    ]);
  });
});
