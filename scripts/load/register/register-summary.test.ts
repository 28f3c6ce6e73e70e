import { expect } from 'chai';
import type { RegisterSample } from './register-summary.ts';
import { summarizeRegister } from './register-summary.ts';

const samples = (inside: number[], early: number[]): RegisterSample[] => [
  ...inside.map((tookMs): RegisterSample => ({ arm: 'inside', tookMs })),
  ...early.map((tookMs): RegisterSample => ({ arm: 'early', tookMs })),
];

describe('what registering took', () => {
  it('is told by the medians, and whether that is enough', () => {
    const reached = summarizeRegister(samples([6000, 9000, 6100], [900, 50, 60]));
    expect(reached.text).to.contain('median   6100 ms').and.to.contain('median     60 ms');
    expect(reached.text).to.contain('99.0 % less');
    expect(reached.isReached).to.equal(true);
    const missed = summarizeRegister(samples([1000], [93]));
    expect(missed.isReached).to.equal(false);
    expect(missed.text).to.contain('90.7 % less').and.to.contain('missed');
  });

  it('is nothing where nothing was measured', () => {
    expect(() => summarizeRegister([])).to.throw('nothing was measured');
  });
});
