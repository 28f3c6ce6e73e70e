import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ROOT } from '../root.ts';
import { FUZZ_TEST, nightlyFuzz } from './nightly-fuzz.ts';

const FIRST = Date.parse('2026-11-28T18:30:00Z');

describe('the hostile calls of a night', () => {
  it('are more than those of a change, of the seed of the day in Seoul', () => {
    expect(nightlyFuzz({}, FIRST)).to.deep.equal({ FUZZ_RUNS: '300', FUZZ_SEED: '20261129' });
    const next = nightlyFuzz({ FUZZ_SEED: '' }, FIRST + 86_400_000);
    expect(next.FUZZ_SEED).to.equal('20261130');
    // The generator takes 32 bits.
    expect(Number(next.FUZZ_SEED)).to.be.below(2 ** 31);
  });

  it('are had again by naming the seed', () => {
    const again = { FUZZ_SEED: '20261129', FUZZ_RUNS: '500' };
    expect(nightlyFuzz(again, FIRST + 86_400_000)).to.deep.equal(again);
  });

  it('are told by these names, which the test listens to and shows', () => {
    expect(existsSync(join(ROOT, FUZZ_TEST))).to.equal(true);
    const text = readFileSync(join(ROOT, FUZZ_TEST), 'utf8');
    for (const name of Object.keys(nightlyFuzz({}, FIRST))) {
      expect(text).to.include(`process.env['${name}']`).and.include(`${name}=\${`);
    }
  });
});
