import { expect } from 'chai';
import { overtakings } from './overtakings.ts';

const leaders = (...ids: string[]) => ids.map((leaderId, index) => ({ seq: index + 1, leaderId }));

describe('whom bids overtook', () => {
  it('is whoever led and does not at the end, however often', () => {
    const { overtaken, leaderId } = overtakings(null, leaders('a', 'b', 'a', 'b', 'c'));
    expect(leaderId).to.equal('c');
    expect(overtaken).to.deep.equal([
      { userId: 'a', seq: 4, times: 2 },
      { userId: 'b', seq: 5, times: 2 },
    ]);
  });

  it('is nobody who leads again, bid against their own maximum, or never led', () => {
    expect(overtakings('a', leaders('b', 'a'))).to.deep.equal({
      overtaken: [{ userId: 'b', seq: 2, times: 1 }],
      leaderId: 'a',
    });
    expect(overtakings('a', leaders('a', 'a')).overtaken).to.deep.equal([]);
    expect(overtakings(null, []).overtaken).to.deep.equal([]);
    expect(overtakings('a', [])).to.deep.equal({ overtaken: [], leaderId: 'a' });
  });
});
