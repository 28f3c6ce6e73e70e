import { expect } from 'chai';
import { feeWords } from './fee-words.ts';

describe('fee words', () => {
  it('say at the start price what is kept and what the seller gets', () => {
    const [sentence, ...more] = feeWords({ feeBp: 550, premiumBp: 0 }, [1_230_005]);
    expect(sentence).to.contain('5.5%').and.to.contain('시작가 1,230,005원에');
    expect(sentence).to.contain('67,650원을 빼고 1,162,355원을 받아요');
    expect(more).to.deep.equal([]);
  });

  it('say what the buyer pays where there is a premium', () => {
    const [, premium] = feeWords({ feeBp: 500, premiumBp: 200 }, [1_000_000]);
    expect(premium).to.contain('2%').and.to.contain('1,020,000원을 결제해요');
  });

  it('take an example before a price is typed, and say when nothing is kept', () => {
    expect(feeWords({ feeBp: 500, premiumBp: 0 }, [])[0]).to.contain('예를 들어 1,000,000원');
    expect(feeWords({ feeBp: 0, premiumBp: 0 }, [5_000])).to.deep.equal([
      '판매 수수료는 없어요. 낙찰 금액을 그대로 받아요.',
    ]);
  });

  it('sum up many things, each with its own share', () => {
    const [fee, premium] = feeWords({ feeBp: 550, premiumBp: 200 }, [10_009, 10_009]);
    expect(fee).to.contain('시작가 합계 20,018원에').and.to.contain('1,100원을 빼고 18,918원을');
    expect(premium).to.contain('20,418원을 결제해요');
  });
});
