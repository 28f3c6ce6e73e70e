import { expect } from 'chai';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { readStopped, showWatching, stopReads, withWatching } from './watching.ts';

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

describe('a heart pressed while its auction is being read', () => {
  const KEY = ['auction', 'a'];
  const read = (watched: boolean) => ({ auctionId: 'a', watched, watchCount: watched ? 3 : 2 });
  let queries: QueryClient;
  let answers: PromiseWithResolvers<ReturnType<typeof read>>[] = [];
  let leave = () => {};
  const shown = () => queries.getQueryData<ReturnType<typeof read>>(KEY);
  const answer = async (nth: number, watched: boolean) => {
    answers[nth]?.resolve(read(watched));
    await new Promise(setImmediate);
  };

  beforeEach(async () => {
    answers = [];
    queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
    queries.setQueryData(KEY, read(false));
    const queryFn = () => {
      const next = Promise.withResolvers<ReturnType<typeof read>>();
      answers.push(next);
      return next.promise;
    };
    leave = new QueryObserver(queries, { queryKey: KEY, queryFn }).subscribe(() => {});
    void queries.invalidateQueries({ queryKey: KEY });
    await new Promise(setImmediate);
  });
  afterEach(() => {
    leave();
    queries.clear();
  });

  it('is not undone by what was read before, which is read again', async () => {
    const stopped = await stopReads(queries);
    showWatching(queries, 'a', ON);
    await answer(0, false);
    expect(shown()).to.include(ON);
    readStopped(queries, stopped);
    await answer(1, true);
    expect([answers.length, shown()]).to.deep.equal([2, read(true)]);
  });

  it('is not undone by a read that was begun before the server knew of it', async () => {
    const stopped = await stopReads(queries);
    showWatching(queries, 'a', ON);
    void queries.invalidateQueries({ queryKey: KEY });
    readStopped(queries, stopped);
    await answer(1, false);
    expect(shown()).to.include(ON);
    await answer(2, true);
    expect(shown()).to.deep.equal(read(true));
  });
});
