import { expect } from 'chai';
import { listAuctions } from './auction-lists.ts';
import { changeAuction, createAuction } from './auctions.ts';

const listing = {
  title: '백자 달항아리',
  description: '높이 32cm',
  categoryId: 'ceramics',
  saleDate: '2026-12-01',
  startKrw: 1000,
  bidUnitKrw: 100,
};

function pathsOfFaults(change: Record<string, unknown>): string[] {
  const parsed = createAuction.body.safeParse({ ...listing, ...change });
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'));
}

describe('what listing an auction takes', () => {
  it('takes a fixed unit or a table of steps, and exactly one of them', () => {
    expect(pathsOfFaults({})).to.deep.equal([]);
    expect(pathsOfFaults({ bidUnitKrw: undefined, steps: [[0, 100]] })).to.deep.equal([]);
    expect(pathsOfFaults({ steps: [[0, 100]] })).to.deep.equal(['bidUnitKrw']);
    expect(pathsOfFaults({ bidUnitKrw: undefined })).to.deep.equal(['bidUnitKrw']);
  });

  it('names the field of an amount that cannot be', () => {
    for (const amount of [0, -1, 1.5, '1000', null, 2 ** 53, Number.NaN, 1_000_000_000_001]) {
      expect(pathsOfFaults({ startKrw: amount }), String(amount)).to.include('startKrw');
      expect(pathsOfFaults({ bidUnitKrw: amount }), String(amount)).to.include('bidUnitKrw');
    }
    expect(pathsOfFaults({ capKrw: 999 })).to.deep.equal(['capKrw']);
    expect(pathsOfFaults({ capKrw: 1000 })).to.deep.equal([]);
    expect(pathsOfFaults({ bidUnitKrw: undefined, steps: [[5, 1]] })).to.deep.equal(['steps']);
  });

  it('refuses a day that no calendar has, empty words and unknown fields', () => {
    expect(pathsOfFaults({ saleDate: '2026-02-30' })).to.deep.equal(['saleDate']);
    expect(pathsOfFaults({ title: '   ' })).to.deep.equal(['title']);
    expect(pathsOfFaults({ title: 'a\u0000b' })).to.deep.equal(['title']);
    expect(pathsOfFaults({ title: '🏺'.repeat(81) })).to.deep.equal(['title']);
    expect(pathsOfFaults({ title: '🏺'.repeat(80), description: '한 줄\n두 줄' })).to.deep.equal(
      [],
    );
    expect(pathsOfFaults({ unheard: 1 })).to.deep.equal(['']);
    expect(changeAuction.body.safeParse({ sellerId: 'x' }).success).to.equal(false);
  });

  it('lists by a known state and order, a hundred at most', () => {
    expect(listAuctions.query.parse({})).to.include({ state: 'live', limit: 20 });
    for (const wrong of [
      { state: 'all' },
      { sort: 'price' },
      { limit: '101' },
      { limit: '0' },
      { limit: '0x3' },
      { limit: '' },
    ]) {
      expect(listAuctions.query.safeParse(wrong).success).to.equal(false);
    }
  });
});
