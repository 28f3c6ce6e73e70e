import { expect } from 'chai';
import { PRICE_BANDS_KRW } from '../price-bands.ts';
import type { SearchPage, SearchQuery } from '../auction-search.ts';
import type { SearchDocument } from '../search-index.ts';
import { listing, look, NOW_MS, putAll } from './search-under-test.ts';
import type { SearchUnderTest } from './search-under-test.ts';

const MINUTE_MS = 60_000;
const LATER_MS = NOW_MS + 2 * MINUTE_MS;

const soon = { closesAtMs: NOW_MS + MINUTE_MS };
const coming = {
  state: 'scheduled' as const,
  opensAtMs: NOW_MS + MINUTE_MS,
  closesAtMs: NOW_MS + 9 * MINUTE_MS,
};

const monitor = (auctionId: string, given: Partial<SearchDocument>) =>
  listing(auctionId, '모니터', given);

const LISTINGS = [
  monitor('cheap', { categoryId: 'screens', priceKrw: 9_999, ...soon }),
  monitor('fair', { categoryId: 'screens', priceKrw: 10_000, bidCount: 3 }),
  monitor('dear', { categoryId: 'wide-screens', priceKrw: 1_000_000, bidCount: 1 }),
  monitor('coming', { categoryId: 'screens', priceKrw: 60_000, ...coming }),
  monitor('late', { categoryId: 'parts', state: 'scheduled', priceKrw: 20_000 }),
  monitor('past', { categoryId: 'screens', closesAtMs: NOW_MS }),
  monitor('sold', { categoryId: 'screens', state: 'sold', closesAtMs: NOW_MS - 1 }),
  monitor('called-off', { categoryId: 'parts', ...coming, state: 'cancelled' }),
  listing('other', '다른 것', { categoryId: 'screens' }),
];

/** What filters leave, and how many there would be without each. */
export function describeFacets(provide: () => Promise<SearchUnderTest>): void {
  let tested: SearchUnderTest;
  before(async () => {
    tested = await provide();
    await putAll(tested, LISTINGS);
  });
  after(() => tested.end());

  const find = (given: Partial<SearchQuery>) => look(tested, '모니터', given);
  const idsOf = async (given: Partial<SearchQuery>) => (await find(given)).auctionIds;

  it('tells coming, live and ended apart by time as well as by record', async () => {
    expect(await idsOf({ state: 'coming' })).to.have.members(['coming']);
    expect(await idsOf({})).to.have.members(['cheap', 'fair', 'dear', 'late']);
    expect(await idsOf({ state: 'ended' })).to.have.members(['past', 'sold', 'called-off']);
    expect(await idsOf({ nowMs: LATER_MS })).to.have.members(['fair', 'dear', 'late', 'coming']);
    expect(await idsOf({ nowMs: NOW_MS - 1 })).to.include('past');
  });

  it('filters by category, price, closing and bids, one and all of them', async () => {
    expect(await idsOf({ categoryIds: ['wide-screens', 'parts'] })).to.have.members([
      'dear',
      'late',
    ]);
    expect(await idsOf({ categoryIds: [] })).to.deep.equal([]);
    expect(await idsOf({ minKrw: 10_000, maxKrw: 20_000 })).to.have.members(['fair', 'late']);
    expect(await idsOf({ closesBeforeMs: LATER_MS })).to.have.members(['cheap']);
    expect(await idsOf({ noBids: true })).to.have.members(['cheap', 'late']);
    const all = { categoryIds: ['screens'], maxKrw: 10_000, closesBeforeMs: NOW_MS + 1e9 };
    expect(await idsOf({ ...all, noBids: true })).to.have.members(['cheap']);
  });

  it('counts by category, state and band of prices', async () => {
    const page = await find({});
    expect(page.total).to.deep.equal({ count: 4, isExact: true });
    expect(counts(page)).to.deep.equal({
      categories: { screens: 2, 'wide-screens': 1, parts: 1 },
      states: ['coming 1', 'live 4', 'ended 3'],
      prices: [1, 2, 0, 0, 0, 1],
    });
    expect(page.facets.prices.map(({ fromKrw }) => fromKrw)).to.deep.equal([...PRICE_BANDS_KRW]);
    expect(page.facets.prices.at(-1)?.toKrw).to.equal(null);
  });

  it('leaves its own filter out of each count, and no other', async () => {
    const page = await find({ categoryIds: ['screens'], minKrw: 10_000, maxKrw: 70_000 });
    expect(page.auctionIds).to.deep.equal(['fair']);
    expect(counts(page)).to.deep.equal({
      categories: { screens: 1, parts: 1 },
      states: ['coming 1', 'live 1', 'ended 2'],
      prices: [1, 1, 0, 0, 0, 0],
    });
    const unbid = await find({ noBids: true, state: 'coming' });
    expect(counts(unbid)).to.deep.equal({
      categories: { screens: 1 },
      states: ['coming 1', 'live 2', 'ended 3'],
      prices: [0, 0, 1, 0, 0, 0],
    });
  });
}

function counts({ facets }: SearchPage) {
  return {
    categories: Object.fromEntries(facets.categories.map((one) => [one.categoryId, one.count])),
    states: facets.states.map(({ state, count }) => `${state} ${count}`),
    prices: facets.prices.map(({ count }) => count),
  };
}
