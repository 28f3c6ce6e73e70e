import { expect } from 'chai';
import { priceAgeSeconds } from './price-age.ts';

const NOWS = { serverMs: 100_000, browserMs: 900_000 };

describe('the age of a price that is not live', () => {
  it('counts from when it was last told or read, whichever was later', () => {
    const read = { rightUntilMs: 40_000, readAtMs: 890_500 };
    expect(priceAgeSeconds(read, NOWS)).to.equal(9);
    expect(priceAgeSeconds({ ...read, rightUntilMs: 97_000 }, NOWS)).to.equal(3);
  });

  it('counts from the reading where the stream has told nothing, even without the server time', () => {
    const read = { rightUntilMs: null, readAtMs: 895_000 };
    expect(priceAgeSeconds(read, NOWS)).to.equal(5);
    expect(
      priceAgeSeconds({ ...read, rightUntilMs: 99_999 }, { ...NOWS, serverMs: null }),
    ).to.equal(5);
  });

  it('is not worth a word after a blink, nor where nothing is known', () => {
    expect(priceAgeSeconds({ rightUntilMs: null, readAtMs: 898_501 }, NOWS)).to.equal(null);
    expect(priceAgeSeconds({ rightUntilMs: null, readAtMs: 898_500 }, NOWS)).to.equal(1);
    expect(priceAgeSeconds({ rightUntilMs: null, readAtMs: null }, NOWS)).to.equal(null);
  });
});
