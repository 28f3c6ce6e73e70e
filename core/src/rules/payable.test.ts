import { expect } from 'chai';
import { isOwed, isPayable, payingLimits } from './payable.ts';

describe('what can be paid', () => {
  it('is from 100 won to a thousand million', () => {
    const payable = [1, 99, 100, 1_000_000_000, 1_000_000_001].filter(isPayable);
    expect(payable).to.deep.equal([100, 1_000_000_000]);
  });

  it('is owed from 100 won up, however much it is', () => {
    expect([1, 99, 100, 1_000_000_001].filter(isOwed)).to.deep.equal([100, 1_000_000_001]);
  });

  it('says which method is out of question for which amount', () => {
    expect(payingLimits(99)).to.match(/100원보다 적은/);
    expect(payingLimits(1_000_000_001)).to.match(/10억 원이 넘는/);
    expect(payingLimits(199))
      .to.have.length(2)
      .and.match(/200원부터/)
      .and.match(/할부/);
    expect(payingLimits(200)).to.have.length(1);
    expect(payingLimits(50_000)).to.deep.equal([]);
    expect(payingLimits(10_000_000)).to.deep.equal([]);
    expect(payingLimits(10_000_001)).to.match(/1,000만 원까지/);
  });
});
