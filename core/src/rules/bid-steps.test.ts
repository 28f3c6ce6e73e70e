import { expect } from 'chai';
import { faultInSteps, fixedUnit, STEP_ROWS_MAX, stepAt } from './bid-steps.ts';

describe('a table of bid steps', () => {
  it('gives the step of the last row at or under the price', () => {
    const steps = [
      [0, 100],
      [10_000, 500],
    ] as const;
    expect([0, 9_999, 10_000, 10 ** 12].map((price) => stepAt(steps, price))).to.deep.equal([
      100, 100, 500, 500,
    ]);
    expect(stepAt(fixedUnit(7), 1)).to.equal(7);
  });

  it('must start at 0, ascend, and step by at least 1 won', () => {
    expect(faultInSteps(fixedUnit(1))).to.equal(null);
    expect(faultInSteps([])).to.be.a('string');
    expect(faultInSteps([[1, 1]])).to.be.a('string');
    expect(faultInSteps(fixedUnit(0))).to.be.a('string');
    expect(
      faultInSteps([
        [0, 1],
        [0, 2],
      ]),
    ).to.be.a('string');
  });

  it('has as many rows as a seller may list, and no more', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, at) => [at, 1] as const);
    expect(faultInSteps(rows(STEP_ROWS_MAX))).to.equal(null);
    expect(faultInSteps(rows(STEP_ROWS_MAX + 1))).to.be.a('string');
  });
});
