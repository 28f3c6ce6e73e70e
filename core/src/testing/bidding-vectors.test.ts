import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { BIDDING_VECTORS, VECTORS_FILE } from './bidding-vectors.ts';

/** Beside the clone, where the specification lies while the work is done. */
const ORIGINAL = new URL('../../../../shared/design/bidding-vectors.json', import.meta.url);

describe('the worked cases of the bidding rules', () => {
  it('are all there, each under a name of its own', () => {
    const names = BIDDING_VECTORS.map(({ name }) => name);
    expect(names).to.have.length.of.at.least(16);
    expect(new Set(names)).to.have.length(names.length);
  });

  if (existsSync(ORIGINAL)) {
    it('are those of the specification, to the byte', () => {
      expect(readFileSync(VECTORS_FILE).equals(readFileSync(ORIGINAL))).to.equal(true);
    });
  }
});
