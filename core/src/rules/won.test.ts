import { expect } from 'chai';
import { formatKrw, krwInWords } from './won.ts';

describe('won', () => {
  it('groups by thousands', () => {
    expect(formatKrw(4_400_000)).to.equal('4,400,000원');
    expect(formatKrw(1_000_000_000_000)).to.equal('1,000,000,000,000원');
  });

  it('says amounts as Koreans do', () => {
    const said = new Map([
      [1, '일 원'],
      [10, '십 원'],
      [111, '백십일 원'],
      [1_000, '천 원'],
      [10_000, '만 원'],
      [110_000, '십일만 원'],
      [4_400_000, '사백사십만 원'],
      [45_500_000, '사천오백오십만 원'],
      [100_000_000, '일억 원'],
      [100_010_000, '일억 만 원'],
      [2_147_483_647, '이십일억 사천칠백사십팔만 삼천육백사십칠 원'],
      [1_000_000_000_000, '일조 원'],
    ]);
    for (const [amountKrw, words] of said) expect(krwInWords(amountKrw)).to.equal(words);
  });

  it('has no words for what is not an amount', () => {
    for (const amount of [0, -1, 1.5, Number.NaN, 2 ** 60]) {
      expect(() => krwInWords(amount)).to.throw(RangeError);
    }
  });
});
