import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq, inArray } from 'drizzle-orm';
import * as fc from 'fast-check';
import { LIST_STATES } from '@sagopalgo/core/contracts/auction-lists.ts';
import { categories } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { RECORD_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { modelledList } from '../testing/listed-model.ts';
import type { Wish } from '../testing/listed-model.ts';

const HOUR_MS = 3_600_000;
const SEED = 20_261_128;
const RUNS = 40;
const PAGES_MAX = 60;
const SORTS = ['ending', 'newest', 'bids', 'views', 'price-low', 'price-high'] as const;

/** Few values, so that many are the same. */
const standing = fc.record({
  ...{ bidCount: fc.integer({ min: 0, max: 3 }), viewCount: fc.integer({ min: 0, max: 3 }) },
  priceKrw: fc.option(fc.integer({ min: 1, max: 5 }).map((step) => step * 1_000)),
});
const listed = fc.record({
  standing,
  state: fc.constantFrom(...RECORD_STATES),
  opensInHours: fc.constantFrom(-9, -5, 3, 20),
  lastsHours: fc.constantFrom(2, 4, 12),
  createdAtMs: fc.integer({ min: 1, max: 6 }),
  startKrw: fc.integer({ min: 1, max: 5 }).map((step) => step * 1_000),
  place: fc.integer({ min: 0, max: 3 }),
});
const wish = fc.record({
  state: fc.constantFrom(...LIST_STATES),
  sort: fc.constantFrom(...SORTS),
  place: fc.integer({ min: 0, max: 3 }),
  minKrw: fc.option(fc.constantFrom(1_000, 2_000, 3_000), { nil: undefined }),
  maxKrw: fc.option(fc.constantFrom(3_000, 4_000, 5_000), { nil: undefined }),
  endingWithinHours: fc.option(fc.constantFrom(1, 6, 24), { nil: undefined }),
  noBids: fc.option(fc.constant('true' as const), { nil: undefined, freq: 5 }),
});
const moves = fc.array(fc.record({ which: fc.nat(), standing, isGone: fc.boolean() }), {
  maxLength: 6,
});

type Made<Maker> = Maker extends fc.Arbitrary<infer Value> ? Value : never;

describe('lists of auctions', function lists() {
  this.timeout(120_000);
  let api: ApiUnderTest;
  let sellerId: string;
  /** One at the top, one below it, one below that, and another below the first. */
  let places: string[];

  before(async () => {
    api = await startApi(undefined, { READ_CACHE_MS: '0' });
    sellerId = (await addPersonWithToken(api.deps)).userId;
  });
  beforeEach(async () => {
    places = Array.from({ length: 4 }, () => randomUUID());
    const [top = '', below = '', lowest = '', beside = ''] = places;
    const row = (categoryId: string, parentId: string | null) => ({
      ...{ categoryId, parentId, position: 0, name: categoryId },
    });
    await api.deps.db
      .insert(categories)
      .values([row(top, null), row(below, top), row(lowest, below), row(beside, top)]);
  });
  afterEach(async () => {
    await api.deps.db.delete(auctions).where(inArray(auctions.categoryId, places));
    await api.deps.db.delete(categories).where(inArray(categories.categoryId, places));
  });
  after(() => api.end());

  const belowOf = (place: number): string[] => {
    const found = [places, places.slice(1, 3), places.slice(2, 3), places.slice(3)][place];
    return found ?? [];
  };
  const rowOf = ({ place, ...given }: Made<typeof listed>, nowMs: number) => {
    const opensAtMs = nowMs + given.opensInHours * HOUR_MS + HOUR_MS / 2;
    return {
      ...{ sellerId, categoryId: places[place] ?? '', state: given.state, ...given.standing },
      ...{ opensAtMs, closesAtMs: opensAtMs + given.lastsHours * HOUR_MS },
      ...{ createdAtMs: given.createdAtMs, startKrw: given.startKrw },
    };
  };

  async function ask(query: Record<string, string | number | undefined>) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
    const { status, body } = await api.call('GET', `/auctions?${search.toString()}`);
    expect(status, JSON.stringify(body)).to.equal(200);
    return { ids: body.items.map(({ auctionId }) => auctionId), nextCursor: body.nextCursor };
  }

  async function move(rows: AuctionRow[], { which, ...change }: Made<typeof moves>[number]) {
    const row = rows[which % rows.length];
    if (!row) return null;
    const isIt = eq(auctions.auctionId, row.auctionId);
    if (change.isGone) await api.deps.db.delete(auctions).where(isIt);
    else await api.deps.db.update(auctions).set(change.standing).where(isIt);
    return row.auctionId;
  }

  it('hold what was asked for, in order, each once on all pages, whatever moves meanwhile', async () => {
    const limits = fc.integer({ min: 1, max: 7 });
    const lists = fc.array(listed, { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        lists,
        wish,
        limits,
        moves,
        async (given, { place, ...wanted }, limit, moved) => {
          const { minKrw = 0, maxKrw = Infinity } = wanted;
          fc.pre(minKrw <= maxKrw);
          const [nowMs, rows] = [Date.now(), [] as AuctionRow[]];
          for (const one of given) rows.push(await addAuction(api.deps.db, rowOf(one, nowMs)));
          const categoryId = places[place];
          const whole: Wish = { ...wanted, categoryIds: belowOf(place) };
          const expected = modelledList(rows, whole, nowMs);
          const changed = new Set<string | null>();
          const told: string[] = [];
          let cursor: string | null | undefined;
          for (let page = 0; page < PAGES_MAX && cursor !== null; page += 1) {
            const found = await ask({ ...wanted, categoryId, limit, cursor });
            told.push(...found.ids);
            cursor = found.nextCursor;
            const next = moved[page];
            if (next) changed.add(await move(rows, next));
          }
          expect(cursor).to.equal(null);
          const still = (ids: string[]) => ids.filter((id) => !changed.has(id));
          expect(still(told)).to.deep.equal(still(expected));
          await api.deps.db.delete(auctions).where(inArray(auctions.categoryId, places));
        },
      ),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('know no other order', async () => {
    for (const query of ['sort=cheap', 'sort=relevance', 'sort=', 'noBids=false', 'minKrw=x']) {
      const { status, body } = await api.call('GET', `/auctions?${query}`);
      expect([status, body.code], query).to.deep.equal([400, 'INVALID_REQUEST']);
      expect(body.detail.fields[0]?.path).to.equal(query.split('=')[0]);
    }
    const { body } = await api.call('GET', '/auctions?minKrw=2000&maxKrw=1000');
    expect(body.detail.fields[0]?.path).to.equal('maxKrw');
  });

  it('go on only in the list that a cursor comes from', async () => {
    const [categoryId = ''] = places;
    await addAuction(api.deps.db, { sellerId, categoryId });
    await addAuction(api.deps.db, { sellerId, categoryId });
    const from = { categoryId, sort: 'bids', minKrw: 1, limit: 1 };
    const { nextCursor: cursor } = await ask(from);
    expect((await ask({ ...from, cursor: cursor ?? '' })).ids).to.have.length(1);
    const others = [
      { sort: 'views' },
      { state: 'ended' },
      { categoryId: places[1] },
      { minKrw: 2 },
      { maxKrw: 9_000 },
      { endingWithinHours: 5 },
      { noBids: 'true' },
    ];
    for (const other of others) {
      const asked = Object.entries({ ...from, ...other, cursor: cursor ?? '' });
      const query = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]));
      const { body } = await api.call('GET', `/auctions?${query.toString()}`);
      expect(body.code, query.toString()).to.equal('INVALID_REQUEST');
      expect(body.detail.fields[0]?.path).to.equal('cursor');
    }
  });
});
