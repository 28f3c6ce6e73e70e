import { expect } from 'chai';
import { withWatching } from './watching.ts';

const ON = { watched: true, watchCount: 3 };

describe('what was read of an auction that is watched now', () => {
  const auction = (auctionId: string) => ({ auctionId, title: 't', watched: false, watchCount: 2 });

  it('says so wherever it stands, and of no other auction', () => {
    expect(withWatching(auction('a'), 'a', ON)).to.deep.equal({ ...auction('a'), ...ON });
    const [a, b, c] = [auction('a'), auction('b'), auction('c')];
    const pages = { pages: [{ items: [a, b], nextCursor: 'n' }, { items: [c] }], pageParams: [''] };
    const next = withWatching(pages, 'b', ON) as typeof pages;
    expect(next).to.deep.equal({
      pages: [{ items: [a, { ...b, ...ON }], nextCursor: 'n' }, { items: [c] }],
      pageParams: [''],
    });
    expect(next.pages[1]).to.equal(pages.pages[1]);
    const list = { items: [a] };
    expect(withWatching(list, 'a', ON)).to.deep.equal({ items: [{ ...a, ...ON }] });
  });

  it('is the very same where there is nothing to say', () => {
    const reads = [undefined, null, 'words', { pages: [{ items: [auction('b')] }] }, auction('b')];
    for (const read of reads) expect(withWatching(read, 'a', ON)).to.equal(read);
  });
});
