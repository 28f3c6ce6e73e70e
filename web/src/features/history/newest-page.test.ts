import { expect } from 'chai';
import { newestWanted, withNewest } from './newest-page.ts';

describe('the newest page of the record', () => {
  const read = {
    pages: [page([30, 29], 'to 28'), page([28, 27], 'to 26')],
    pageParams: ['', 'to 28'],
  };

  it('is added to what was read, which is not read again', () => {
    const { pages, pageParams } = withNewest(read, page([33, 32, 31, 30, 29], 'to 28'));
    expect(pages.map(seqsOf)).to.deep.equal([
      [33, 32, 31, 30, 29],
      [28, 27],
    ]);
    expect(pages.map(({ nextCursor }) => nextCursor)).to.deep.equal(['to 28', 'to 26']);
    expect(pageParams).to.deep.equal(read.pageParams);
    expect(withNewest(read, page([32, 31], 'to 30')).pages.map(seqsOf)[0]).to.deep.equal([
      32, 31, 30, 29,
    ]);
  });

  it('takes the place of what was read where there would be a hole between', () => {
    const newest = page([200, 199], 'to 198');
    expect(withNewest(read, newest)).to.deep.equal({ pages: [newest], pageParams: [''] });
  });

  it('changes nothing when the record has not gone on', () => {
    expect(withNewest(read, page([30, 29], 'to 28')).pages).to.deep.equal(read.pages);
  });

  it('is asked for as long as it takes to reach what was read, a hundred at most', () => {
    expect([31, 55, 900].map((seq) => newestWanted(read, seq))).to.deep.equal([10, 25, 100]);
    expect(newestWanted({ pages: [page([], null)], pageParams: [''] }, 40)).to.equal(40);
  });
});

function page(seqs: readonly number[], nextCursor: string | null) {
  const items = seqs.map((seq) => {
    const alias = `입찰자 ${seq}`;
    return { seq, alias, leaderAlias: alias, priceKrw: seq * 100, acceptedAtMs: seq };
  });
  return { items, nextCursor };
}

function seqsOf({ items }: { items: readonly { seq: number }[] }): number[] {
  return items.map(({ seq }) => seq);
}
