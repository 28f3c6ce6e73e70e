import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect } from 'chai';
import { readAsAnother, readAsNobody } from './another-person.ts';
import { queryKeys } from './query-keys.ts';

describe('what was read for another person', () => {
  let queries: QueryClient;
  let person: string;
  let stops: (() => void)[];

  beforeEach(() => {
    queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
    person = 'a';
    stops = [];
  });
  afterEach(() => {
    for (const stop of stops) stop();
    queries.clear();
  });

  /** Shows what is read by this name, which is the person that it was read for. */
  function show(queryKey: readonly string[]): () => unknown {
    const queryFn = () => Promise.resolve(person);
    const observer = new QueryObserver(queries, { queryKey: [...queryKey], queryFn });
    stops.push(observer.subscribe(() => {}));
    return () => observer.getCurrentResult().data;
  }

  const { me, mine, auction, auctions, terms } = queryKeys;
  const PAGE = [me, mine, auction('1'), auctions, terms];

  it('is shown no more from that moment, and read anew', async () => {
    const shown = PAGE.map(show);
    await new Promise(setImmediate);
    queries.setQueryData(queryKeys.auction('left behind'), 'a');
    person = 'b';
    const read = readAsAnother(queries);
    const gone = [undefined, undefined, undefined, undefined];
    expect(shown.map((data) => data())).to.deep.equal([...gone, 'a']);
    expect(queries.getQueryData(queryKeys.auction('left behind'))).to.equal(undefined);
    await read;
    expect(shown.map((data) => data())).to.deep.equal(['b', 'b', 'b', 'b', 'b']);
  });

  it('is nobody’s once the sign-in has ended, and an auction stays while it is read anew', async () => {
    const shown = [queryKeys.me, queryKeys.auction('1')].map(show);
    await new Promise(setImmediate);
    queries.setQueryData(queryKeys.mine, 'a');
    queries.setQueryData(queryKeys.order('1'), 'an address');
    person = 'nobody';
    const read = readAsNobody(queries);
    expect(shown.map((data) => data())).to.deep.equal([null, 'a']);
    expect(queries.getQueryData(queryKeys.mine)).to.equal(undefined);
    expect(queries.getQueryData(queryKeys.order('1'))).to.equal(undefined);
    await read;
    expect(shown.map((data) => data())).to.deep.equal([null, 'nobody']);
  });
});
