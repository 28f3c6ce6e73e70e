import { expect } from 'chai';
import { PictureStoreAwayError } from '@sagopalgo/core/images/picture-store.ts';
import { pictureRounds } from './picture-rounds.ts';

describe('rounds of work on pictures', () => {
  /** Does these one after the other, and says after each whether a fault would be told. */
  async function toldAfter(outcomes: (Error | null)[]): Promise<boolean[]> {
    const left = [...outcomes];
    const { round, isFault } = pictureRounds(() => {
      const error = left.shift();
      return error ? Promise.reject(error) : Promise.resolve();
    });
    const told: boolean[] = [];
    for (const outcome of outcomes) {
      expect(await round().catch((error: unknown) => error)).to.equal(outcome ?? undefined);
      told.push(isFault());
    }
    return told;
  }
  const away = new AggregateError([new AggregateError([new PictureStoreAwayError('away')])]);
  const other = new AggregateError([new Error('the record knows no picture at all')]);

  it('tell that S3 is away once one has gone well, as S3 waits for the room at first', async () => {
    expect(await toldAfter([away, away, null, away])).to.deep.equal([false, false, true, true]);
  });

  it('tell whatever else fails from the first on, and keep that from nobody when S3 comes', async () => {
    expect(await toldAfter([away, other, away, other])).to.deep.equal([false, true, false, true]);
  });
});
