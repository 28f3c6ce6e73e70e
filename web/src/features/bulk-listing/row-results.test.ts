import { expect } from 'chai';
import { goneRows } from './gone-rows.ts';
import type { RowResults } from './row-results.ts';
import { asBefore, withResult } from './row-results.ts';

const RESULTS: RowResults = new Map([
  ['a', { state: 'listed', auctionId: 'auction-a' }],
  ['b', { state: 'refused', message: '안 돼요.', faults: [] }],
]);

describe('what became of rows', () => {
  it('of one table was before for the next, and what was refused may be tried', () => {
    const next = asBefore(RESULTS);
    expect(next.get('a')).to.deep.equal({ state: 'before', auctionId: 'auction-a' });
    expect(next.get('b')).to.deep.equal(RESULTS.get('b'));
    expect(withResult(next, 'a', null).has('a')).to.equal(false);
  });

  it('is not known any more where the auction is gone', async () => {
    const before = asBefore(withResult(RESULTS, 'c', { state: 'listed', auctionId: 'auction-c' }));
    const asked: string[] = [];
    const gone = await goneRows(['a', 'b', 'c', 'd'], before, (auctionId) => {
      asked.push(auctionId);
      return Promise.resolve(auctionId === 'auction-c');
    });
    expect([...gone]).to.deep.equal(['c']);
    expect(asked).to.deep.equal(['auction-a', 'auction-c']);
  });
});
