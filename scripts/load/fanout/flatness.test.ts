import { expect } from 'chai';
import { judgeFlatness } from './flatness.ts';
import type { Held } from './flatness.ts';

const MB = 1024 * 1024;

const soaked = (count: number, heapMb: (index: number) => number, rssMb = 100): Held[] =>
  Array.from({ length: count }, (_, index) => ({
    atMs: index * 60_000,
    ...{ heapBytes: heapMb(index) * MB, rssBytes: rssMb * MB },
  }));

describe('the memory of a soak', () => {
  it('is flat where it only goes up and down', () => {
    const { isFlat, heapGrowth } = judgeFlatness(soaked(60, (index) => 50 + (index % 2)));
    expect(isFlat).to.equal(true);
    expect(Math.abs(heapGrowth)).to.be.lessThan(0.01);
  });

  it('is flat where it grows while it warms up, and not afterwards', () => {
    expect(judgeFlatness(soaked(60, (index) => 30 + Math.min(index, 20))).isFlat).to.equal(true);
  });

  it('is not flat where a little is kept of everything, even below the noise of one sample', () => {
    const leak = judgeFlatness(soaked(60, (index) => 50 + (index % 2) * 3 + index * 0.1));
    expect(leak.isFlat).to.equal(false);
    expect(leak.heapGrowth).to.be.within(0.05, 0.1);
  });

  it('is not flat where only what is resident grows', () => {
    const samples = soaked(30, () => 50).map((held, index) => ({
      ...held,
      rssBytes: (100 + index) * MB,
    }));
    expect(judgeFlatness(samples)).to.include({ isFlat: false, heapGrowth: 0 });
  });

  it('is not judged by too few samples', () => {
    expect(() => judgeFlatness(soaked(5, () => 50))).not.to.throw();
    expect(() => judgeFlatness(soaked(4, () => 50))).to.throw('too few samples');
  });
});
