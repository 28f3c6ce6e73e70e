import { expect } from 'chai';
import { RefusalError } from '../../contracts/errors.ts';
import { SearchAwayError } from '../auction-search.ts';
import type { AuctionSearch, SearchPage } from '../auction-search.ts';
import { NOW_MS } from '../testing/search-under-test.ts';
import { searchWithFallback } from './fallback-search.ts';

const COUNT = 30;
const IDS = Array.from({ length: COUNT }, (_, index) => `auction-${index}`);
const FACETS: SearchPage['facets'] = { categories: [], states: [], prices: [] };

/** A search over a list that is always the same; its cursors are its own. */
function listSearch(name: string, ids: readonly string[] = IDS) {
  const state = { fails: null as Error | null, finds: 0 };
  const answer = <Answer>(told: Answer): Promise<Answer> =>
    state.fails === null ? Promise.resolve(told) : Promise.reject(state.fails);
  const search: AuctionSearch = {
    find: ({ cursor, limit }) => {
      state.finds += 1;
      if (cursor !== null && !cursor.startsWith(name)) {
        return Promise.reject(new RefusalError('INVALID_REQUEST'));
      }
      const from = cursor === null ? 0 : Number(cursor.slice(name.length));
      const auctionIds = ids.slice(from, from + limit);
      const next = from + auctionIds.length;
      const nextCursor = next < ids.length ? `${name}${next}` : null;
      return answer({
        auctionIds,
        nextCursor,
        total: { count: ids.length, isExact: true },
        facets: FACETS,
      });
    },
    suggest: () => answer([{ text: name, kind: 'title' as const }]),
  };
  return { search, state };
}

describe('a search with a fallback', () => {
  let elasticsearch = listSearch('e');
  let embedded = listSearch('m');
  let told: string[] = [];
  let nowMs = 0;
  let search = together();

  beforeEach(() => {
    elasticsearch = listSearch('e');
    embedded = listSearch('m');
    told = [];
    nowMs = 0;
    search = together();
  });

  function together(): AuctionSearch {
    return searchWithFallback({
      elasticsearch: elasticsearch.search,
      embedded: embedded.search,
      nowMs: () => nowMs,
      answered: (adapter) => void told.push(adapter),
      away: () => void told.push('away'),
      back: () => void told.push('back'),
      faulty: () => void told.push('faulty'),
    });
  }

  const find = (cursor: string | null = null, limit = 10): Promise<SearchPage> =>
    search.find({
      ...{ words: '책상', hashtag: null, state: 'live', nowMs: NOW_MS, sort: 'relevance' },
      ...{ categoryId: null, categoryIds: null },
      ...{ minKrw: null, maxKrw: null, closesBeforeMs: null, noBids: false, limit, cursor },
    });
  const fail = (which: typeof elasticsearch, error: Error | null = new SearchAwayError('away')) => {
    which.state.fails = error;
  };

  it('leaves what finds alone when only what completes words is away, and the other way round', async () => {
    fail(elasticsearch);
    for (let time = 0; time < 3; time += 1) await search.suggest('책', 5);
    fail(elasticsearch, null);
    told = [];
    expect((await search.suggest('책', 5))[0]?.text).to.equal('m');
    await find();
    expect(told).to.deep.equal(['embedded', 'elasticsearch']);
  });

  it('refuses a cursor of another list even where the other search has to go on with it', async () => {
    const { nextCursor } = await find();
    fail(elasticsearch);
    const other = await search
      .find({
        ...{ words: '의자', hashtag: null, state: 'live', nowMs: NOW_MS, sort: 'relevance' },
        ...{ categoryId: null, categoryIds: null },
        ...{ minKrw: null, maxKrw: null, closesBeforeMs: null, noBids: false, limit: 10 },
        cursor: nextCursor,
      })
      .catch((error: unknown) => error);
    expect(other).to.be.instanceOf(RefusalError);
  });

  it('asks Elasticsearch, and nobody else while it answers', async () => {
    expect((await find()).auctionIds).to.deep.equal(IDS.slice(0, 10));
    expect((await search.suggest('책', 5))[0]?.text).to.equal('e');
    expect(told).to.deep.equal(['elasticsearch', 'elasticsearch']);
    expect(embedded.state.finds).to.equal(0);
  });

  it('asks the embedded search when Elasticsearch is away', async () => {
    fail(elasticsearch);
    expect((await find()).auctionIds).to.deep.equal(IDS.slice(0, 10));
    expect((await search.suggest('책', 5))[0]?.text).to.equal('m');
    expect(told).to.deep.equal(['embedded', 'embedded']);
  });

  it('leaves Elasticsearch alone after three failures, and tries it again later', async () => {
    fail(elasticsearch);
    for (let time = 0; time < 5; time += 1) await find();
    expect(elasticsearch.state.finds).to.equal(3);
    expect(told.filter((word) => word === 'away')).to.have.length(1);
    fail(elasticsearch, null);
    nowMs += 5_000;
    await find();
    expect(told.slice(-2)).to.deep.equal(['back', 'elasticsearch']);
  });

  it('answers in spite of a fault of ours, and tells of it', async () => {
    fail(elasticsearch, new Error('a query that it does not understand'));
    for (let time = 0; time < 4; time += 1) await find();
    expect(elasticsearch.state.finds).to.equal(4);
    expect(told.slice(0, 2)).to.deep.equal(['faulty', 'embedded']);
  });

  it('is away itself when both are', async () => {
    fail(elasticsearch);
    fail(embedded);
    const error = await find().catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(SearchAwayError);
  });

  it('passes on what is refused, and asks nobody else', async () => {
    fail(elasticsearch, new RefusalError('INVALID_REQUEST'));
    const error = await find().catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(RefusalError);
    expect(embedded.state.finds).to.equal(0);
  });

  /** All pages from `cursor` on, with `between` done after each. */
  async function walk(between: (page: number) => void): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < COUNT; page += 1) {
      const { auctionIds, nextCursor }: SearchPage = await find(cursor, 7);
      ids.push(...auctionIds);
      if (nextCursor === null) return ids;
      cursor = nextCursor;
      between(page);
    }
    throw new Error('the list does not end');
  }

  it('goes on with a list when Elasticsearch goes away in the middle of it', async () => {
    expect(await walk((page) => page === 1 && fail(elasticsearch))).to.deep.equal(IDS);
    expect(told).to.include.members(['elasticsearch', 'embedded']);
  });

  it('goes on with a list by whoever began it, also when Elasticsearch is back', async () => {
    fail(elasticsearch);
    expect(await walk(() => fail(elasticsearch, null))).to.deep.equal(IDS);
    expect(new Set(told)).to.deep.equal(new Set(['embedded']));
  });

  it('goes on in Elasticsearch when the embedded search went away', async () => {
    fail(elasticsearch);
    const ids = await walk(() => {
      fail(elasticsearch, null);
      fail(embedded);
    });
    expect(ids).to.deep.equal(IDS);
  });

  it('ends a list that went further than another may pass over', async () => {
    const long = Array.from({ length: 700 }, (_, index) => `auction-${index}`);
    elasticsearch = listSearch('e', long);
    embedded = listSearch('m', long);
    search = together();
    let cursor: string | null = null;
    for (let page = 0; page < 6; page += 1) cursor = (await find(cursor, 100)).nextCursor;
    fail(elasticsearch);
    const { auctionIds, nextCursor } = await find(cursor, 100);
    expect({ auctionIds, nextCursor }).to.deep.equal({ auctionIds: [], nextCursor: null });
    expect(embedded.state.finds).to.equal(5);
  });

  it('refuses a cursor that it did not make', async () => {
    for (const cursor of ['', 'x', 'e10', 'WyJlIl0', 'e30']) {
      const error = await find(cursor).catch((thrown: unknown) => thrown);
      expect(error, cursor).to.be.instanceOf(RefusalError);
    }
  });
});
