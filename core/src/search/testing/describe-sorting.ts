import { expect } from 'chai';
import { AUCTION_SORTS } from '../../contracts/auction-lists.ts';
import type { AuctionSort } from '../../contracts/auction-lists.ts';
import { RefusalError } from '../../contracts/errors.ts';
import type { SearchPage, SearchQuery } from '../auction-search.ts';
import type { SearchDocument } from '../search-index.ts';
import { listing, look, NOW_MS, putAll, removeAll } from './search-under-test.ts';
import type { SearchUnderTest } from './search-under-test.ts';

const COUNT = 23;
const PAGE = 4;
const PAGES_MAX = 10;

/** Many are alike in what they are sorted by. */
const LISTINGS = Array.from({ length: COUNT }, (_, index) =>
  listing(`lamp-${(index * 7) % COUNT}`, index % 4 === 0 ? '등' : '램프 등', {
    description: index % 4 === 0 ? '램프' : '',
    closesAtMs: NOW_MS + 1_000 + Math.floor(index / 5),
    createdAtMs: NOW_MS - Math.floor(index / 3),
    bidCount: index % 6,
    viewCount: Math.floor(index / 8),
    priceKrw: 1_000 + (index % 5) * 500,
  }),
);

const KEYS: Record<Exclude<AuctionSort, 'relevance'>, (listed: SearchDocument) => number> = {
  ending: ({ closesAtMs }) => closesAtMs,
  newest: ({ createdAtMs }) => -createdAtMs,
  bids: ({ bidCount }) => -bidCount,
  views: ({ viewCount }) => -viewCount,
  'price-low': ({ priceKrw }) => priceKrw,
  'price-high': ({ priceKrw }) => -priceKrw,
};

/** In which order what is found is told, page by page. */
export function describeSorting(provide: () => Promise<SearchUnderTest>): void {
  let tested: SearchUnderTest;
  before(async () => {
    tested = await provide();
    await putAll(tested, LISTINGS);
  });
  after(() => tested.end());

  const find = finder(() => tested);
  const listed = new Map(LISTINGS.map((one) => [one.auctionId, one]));

  for (const sort of AUCTION_SORTS) {
    it(`sorts by ${sort}, with nothing lost or told twice between its pages`, async () => {
      const whole = await find({ sort });
      expect(whole.nextCursor).to.equal(null);
      expect(whole.auctionIds).to.have.members([...listed.keys()]);
      expect(await walk(find, sort)).to.deep.equal(whole.auctionIds);
      if (sort === 'relevance') return;
      const keys = whole.auctionIds.map((id) => KEYS[sort](listed.get(id) as SearchDocument));
      expect(keys).to.deep.equal(keys.toSorted((a, b) => a - b));
    });
  }

  it('tells of what has ended the latest first', async () => {
    const afterAll = { state: 'ended' as const, sort: 'ending' as const, nowMs: NOW_MS + 60_000 };
    const { auctionIds } = await find(afterAll);
    const closings = auctionIds.map((id) => listed.get(id)?.closesAtMs ?? 0);
    expect(closings)
      .to.deep.equal(closings.toSorted((a, b) => b - a))
      .and.have.length(COUNT);
  });
}

/** What becomes of its pages when something changes, or somebody makes one up. */
export function describePages(provide: () => Promise<SearchUnderTest>): void {
  let tested: SearchUnderTest;
  before(async () => {
    tested = await provide();
    await putAll(tested, LISTINGS);
  });
  after(() => tested.end());

  const find = finder(() => tested);

  it('goes on where a page ended, whatever was listed or taken away meanwhile', async () => {
    const first = await find({ sort: 'newest', limit: PAGE });
    await putAll(tested, [listing('lamp-new', '램프', { createdAtMs: NOW_MS + 1 })]);
    await removeAll(tested, [first.auctionIds.at(-1) ?? '']);
    const next = await find({ sort: 'newest', limit: 100, cursor: first.nextCursor });
    expect(next.auctionIds)
      .to.have.length(COUNT - PAGE)
      .and.not.include('lamp-new');
    await removeAll(tested, ['lamp-new']);
    await putAll(tested, LISTINGS);
  });

  it('goes on where a page ended when another category was put below the one asked for', async () => {
    const asked = { sort: 'newest', categoryId: 'etc' } as const;
    const first = await find({ ...asked, categoryIds: ['etc'], limit: PAGE });
    const { nextCursor: cursor } = first;
    const next = await find({ ...asked, categoryIds: ['etc', 'lamps'], cursor, limit: 100 });
    expect(first.auctionIds).to.have.length(PAGE);
    expect(next.auctionIds).to.have.length(COUNT - PAGE);
    expect(new Set([...first.auctionIds, ...next.auctionIds]).size).to.equal(COUNT);
  });

  it('refuses a cursor that it did not make, or made for another order, other words or filters', async () => {
    const { nextCursor } = await find({ sort: 'newest', limit: PAGE });
    const others: Partial<SearchQuery>[] = [
      { sort: 'ending', cursor: nextCursor },
      { sort: 'newest', state: 'ended', cursor: nextCursor },
      { sort: 'newest', words: '램프 램프', cursor: nextCursor },
      { sort: 'newest', noBids: true, cursor: nextCursor },
      { sort: 'newest', minKrw: 1, cursor: nextCursor },
      { sort: 'newest', categoryId: 'etc', categoryIds: ['etc'], cursor: nextCursor },
      { sort: 'newest', closesBeforeMs: NOW_MS + 1_000_000_000, cursor: nextCursor },
      ...['', 'x', '\u0000', '%', 'WyJ4Il0', 'e30'].map((cursor) => ({ cursor })),
    ];
    for (const other of others) {
      const refused = await find(other).then(
        () => null,
        (error: unknown) => error,
      );
      expect(refused, JSON.stringify(other)).to.be.instanceOf(RefusalError);
      expect((refused as RefusalError).code).to.equal('INVALID_REQUEST');
    }
  });
}

type Find = (given: Partial<SearchQuery>) => Promise<SearchPage>;

function finder(tested: () => SearchUnderTest): Find {
  return (given) => look(tested(), '램프', given);
}

async function walk(find: Find, sort: AuctionSort): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { auctionIds, nextCursor, total }: SearchPage = await find({ sort, cursor, limit: PAGE });
    expect(total.count).to.equal(COUNT);
    ids.push(...auctionIds);
    if (nextCursor === null) return ids;
    cursor = nextCursor;
  }
  throw new Error(`${sort} did not end`);
}
