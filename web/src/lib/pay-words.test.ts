import { DEFAULT_TERMS } from '@sagopalgo/core/rules/till-terms.ts';
import { expect } from 'chai';
import { payWithinWords } from './pay-words.ts';

const HOUR_MS = 3_600_000;

describe('how long a winner has to pay', () => {
  it('is said as it is from the beginning', () => {
    expect(payWithinWords(DEFAULT_TERMS)).to.equal('낙찰 후 48시간 (10,000,000원부터 7일)');
  });

  it('is said as operators have set it, the longer time only where it is longer', () => {
    const terms = { payWithinMs: 24 * HOUR_MS, payLargeWithinMs: 120 * HOUR_MS };
    expect(payWithinWords({ ...terms, largeFromKrw: 500_000_000 })).to.equal(
      '낙찰 후 24시간 (500,000,000원부터 5일)',
    );
    const same = { ...terms, payLargeWithinMs: terms.payWithinMs };
    expect(payWithinWords({ ...same, largeFromKrw: 1 })).to.equal('낙찰 후 24시간');
  });
});
