import { expect } from 'chai';
import { agoWords, isSilent } from './health-words.ts';

describe('what is said of the rooms', () => {
  it('tells how long ago something was', () => {
    expect(agoWords(100_000, 100_000)).to.equal('방금');
    expect(agoWords(0, 59_999)).to.equal('방금');
    expect(agoWords(0, 723_000)).to.equal('12분 3초 전');
    // Another machine's clock may be ahead.
    expect(agoWords(5_000, 0)).to.equal('방금');
  });

  it('takes a process for silent after a few missed words', () => {
    expect(isSilent({ atMs: 0 }, 15_000)).to.equal(false);
    expect(isSilent({ atMs: 0 }, 15_001)).to.equal(true);
  });
});
