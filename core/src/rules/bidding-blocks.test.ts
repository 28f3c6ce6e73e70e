import { expect } from 'chai';
import { blockEndMs } from './bidding-blocks.ts';
import { DEFAULT_TERMS } from './till-terms.ts';

const DAY_MS = 86_400_000;

describe('being blocked for not having paid', () => {
  const endDay = (days: number[], terms = DEFAULT_TERMS): number | null => {
    const endMs = blockEndMs(
      days.map((day) => day * DAY_MS),
      terms,
    );
    return endMs === null ? null : endMs / DAY_MS;
  };

  it('begins with the second default within 90 days, for 30 days from that one', () => {
    expect(endDay([])).to.equal(null);
    expect(endDay([100])).to.equal(null);
    expect(endDay([100, 110])).to.equal(140);
    expect(endDay([110, 100])).to.equal(140);
    expect(endDay([100, 189.9])).to.equal(219.9);
  });

  it('does not begin once the first counts no more: at 90 days to the moment', () => {
    expect(endDay([100, 190])).to.equal(null);
    expect(endDay([100, 190, 195])).to.equal(225);
  });

  it('goes on from each further default', () => {
    expect(endDay([100, 110, 120])).to.equal(150);
    expect(endDay([100, 100])).to.equal(130);
  });

  it('goes by the terms', () => {
    const terms = {
      ...{ ...DEFAULT_TERMS, defaultsMax: 3, defaultsWithinMs: 10 * DAY_MS },
      blockMs: 5 * DAY_MS,
    };
    expect(endDay([100, 105], terms)).to.equal(null);
    expect(endDay([100, 105, 109], terms)).to.equal(114);
    expect(endDay([100, 105, 110], terms)).to.equal(null);
    expect(endDay([100], { ...terms, defaultsMax: 1 })).to.equal(105);
    // The first four are one block; a later one alone does not end it early.
    expect(endDay([100, 101, 102, 113], terms)).to.equal(107);
  });
});
