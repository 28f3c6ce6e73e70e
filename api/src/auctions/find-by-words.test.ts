import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { listAuctions } from '@sagopalgo/core/contracts/auction-lists.ts';
import { categories, searchOutbox } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { SearchAwayError } from '@sagopalgo/core/search/auction-search.ts';
import { embeddedIndex } from '@sagopalgo/core/search/embedded/embedded-index.ts';
import { readDocuments } from '@sagopalgo/core/search/read-documents.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { Pacer } from '../http/pacer.ts';
import { addCategory, addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { newListing } from '../testing/listings.ts';

describe('finding auctions by words', () => {
  let api: ApiUnderTest;
  let seller: { userId: string; token: string };
  let word: string;
  before(async () => {
    api = await startApi();
    seller = await addPersonWithToken(api.deps);
  });
  beforeEach(() => {
    // A word of its own keeps what other tests list out of sight.
    word = `zq${randomBytes(5).toString('hex')}`;
  });
  after(() => api.end());

  async function list(given: Parameters<typeof addAuction>[1] = {}): Promise<string> {
    const { userId: sellerId } = seller;
    const row = await addAuction(api.deps.db, { sellerId, title: `책상 ${word}`, ...given });
    const { documents, readAtUs } = await readDocuments(api.deps.db, [row.auctionId]);
    await embeddedIndex(api.deps.db).put(documents, readAtUs);
    return row.auctionId;
  }

  async function find(query = '', token?: string) {
    const path = `/auctions?q=${encodeURIComponent(`책상 ${word}`)}${query}`;
    const { status, body } = await api.call('GET', path, token ? { token } : {});
    expect(status, JSON.stringify(body)).to.equal(200);
    const page = listAuctions.reply.parse(body);
    return { ...page, ids: page.items.map((item) => item.auctionId) };
  }

  it('tells where the words stand, and how many there are', async () => {
    const auctionId = await list({ description: `원목책상입니다. ${'길게 '.repeat(100)}` });
    const { items, ids, total, nextCursor } = await find();
    expect(ids).to.deep.equal([auctionId]);
    expect(total).to.deep.equal({ count: 1, isExact: true });
    expect(nextCursor).to.equal(null);
    const { title, description } = items[0]?.highlight ?? { title: [], description: [] };
    expect(title).to.deep.equal([
      { text: '책상', hit: true },
      { text: ' ', hit: false },
      { text: word, hit: true },
    ]);
    expect(description.slice(0, 2)).to.deep.equal([
      { text: '원목', hit: false },
      { text: '책상', hit: true },
    ]);
    expect(description.at(-1)).to.deep.equal({ text: '…', hit: false });
  });

  it('takes a category for all that is below it, and counts so', async () => {
    const [parent, child] = [randomUUID(), randomUUID()];
    const { db, records } = api.deps;
    await db.insert(categories).values([
      { categoryId: parent, name: `위 ${parent}`, parentId: null, position: 0 },
      { categoryId: child, name: `아래 ${child}`, parentId: parent, position: 0 },
    ]);
    await records.tell({ categories: true });
    const above = await list({ categoryId: parent });
    const below = await list({ categoryId: child });
    const elsewhere = await list();
    expect((await find()).ids).to.have.members([above, below, elsewhere]);
    const found = await find(`&categoryId=${parent}`);
    expect(found.ids).to.have.members([above, below]);
    expect(found.facets?.categories).to.have.deep.members([
      { categoryId: parent, count: 2 },
      { categoryId: child, count: 1 },
      { categoryId: 'etc', count: 1 },
    ]);
  });

  it('filters and sorts as other lists do, and pages', async () => {
    const cheap = await list({ startKrw: 1_000 });
    const fair = await list({ startKrw: 5_000 });
    const dear = await list({ startKrw: 9_000, bidCount: 1, priceKrw: 20_000 });
    expect((await find('&sort=price-high')).ids).to.deep.equal([dear, fair, cheap]);
    expect((await find('&minKrw=2000&maxKrw=19999')).ids).to.deep.equal([fair]);
    expect((await find('&noBids=true&sort=price-low')).ids).to.deep.equal([cheap, fair]);
    expect((await find('&endingWithinHours=2')).ids).to.have.length(3);
    expect((await find('&state=ended')).ids).to.deep.equal([]);
    const first = await find('&sort=price-low&limit=2');
    expect(first.ids).to.deep.equal([cheap, fair]);
    const next = await find(`&sort=price-low&limit=2&cursor=${first.nextCursor}`);
    expect(next.ids).to.deep.equal([dear]);
  });

  it('shows the price of this moment and one’s own part, and none that is no longer live', async () => {
    const [auctionId, ended] = [await list(), await list()];
    const { db, redis, records } = api.deps;
    const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
    if (!row) throw new Error('it is not in the record');
    await openAuction(redis, row);
    const buyer = await addPersonWithToken(api.deps);
    const bid = { auctionId, bidderId: buyer.userId, bidId: randomUUID(), amountKrw: 1_700 };
    await placeBid(redis, { ...bid, kind: 'exact' });
    const isEnded = eq(auctions.auctionId, ended);
    await db.update(auctions).set({ state: 'cancelled' }).where(isEnded);
    await records.tell({ auctionId: ended });
    const { items } = await find('', buyer.token);
    expect(items.map((item) => item.auctionId)).to.deep.equal([auctionId]);
    expect(items[0]).to.include({ priceKrw: 1_700, state: 'live' });
    expect(items[0]?.me?.standing).to.equal('leading');
  });

  it('keeps to price and bids as they are shown, where the index is behind', async () => {
    const auctionId = await list();
    const { db, redis } = api.deps;
    const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
    if (!row) throw new Error('it is not in the record');
    await openAuction(redis, row);
    expect((await find('&noBids=true')).ids).to.deep.equal([auctionId]);
    const buyer = await addPersonWithToken(api.deps);
    const bid = { auctionId, bidderId: buyer.userId, bidId: randomUUID(), amountKrw: 1_700 };
    await placeBid(redis, { ...bid, kind: 'exact' });
    expect((await find('&noBids=true')).ids).to.deep.equal([]);
    expect((await find('&maxKrw=1699')).ids).to.deep.equal([]);
    expect((await find('&maxKrw=1700')).ids).to.deep.equal([auctionId]);
  });

  it('refuses a cursor that was told for other words or filters', async () => {
    await list();
    await list();
    const { nextCursor } = await find('&limit=1');
    const words = encodeURIComponent(`책상 ${word}`);
    expect((await find(`&limit=1&cursor=${nextCursor}`)).ids).to.have.length(1);
    for (const other of [`q=${words}x`, `q=${words}&noBids=true`, `q=${words}&maxKrw=5000000`]) {
      const { status, body } = await api.call('GET', `/auctions?${other}&cursor=${nextCursor}`);
      expect({ status, code: body.code }).to.deep.equal({ status: 400, code: 'INVALID_REQUEST' });
    }
  });

  it('refuses whoever looks faster than anybody reads, and lists without words all the same', async () => {
    const { limits } = api.deps;
    const { searchesOfAddress } = limits;
    limits.searchesOfAddress = new Pacer({ perSecond: 1, burst: 1 });
    try {
      const looks = [
        await api.call('GET', '/auctions?q=x'),
        await api.call('GET', '/auctions?q=x'),
      ];
      expect(looks.map(({ status }) => status)).to.deep.equal([200, 429]);
      expect(looks[1]?.body.code).to.equal('RATE_LIMITED');
      expect((await api.call('GET', '/auctions')).status).to.equal(200);
    } finally {
      limits.searchesOfAddress = searchesOfAddress;
    }
  });

  it('is an ordinary list without words, and empty with none that could be found', async () => {
    await list();
    const { body } = await api.call('GET', '/auctions?q=');
    expect(body).to.not.have.any.keys('total', 'facets');
    const nothing = await api.call('GET', `/auctions?q=${encodeURIComponent('%_"* ()')}`);
    expect(nothing.body.items).to.deep.equal([]);
    expect(nothing.body).to.deep.include({ total: { count: 0, isExact: true } });
  });

  it('refuses relevance without words, words and pages that are too long, and a cursor of another list', async () => {
    const tooLong = '가'.repeat(101);
    for (const [query, path] of [
      ['sort=relevance', 'sort'],
      [`q=${encodeURIComponent(tooLong)}`, 'q'],
      ['q=x&cursor=abc', 'cursor'],
      ['q=x&limit=41', 'limit'],
    ] as const) {
      const { status, body } = await api.call('GET', `/auctions?${query}`);
      expect({ status, code: body.code }).to.deep.equal({ status: 400, code: 'INVALID_REQUEST' });
      expect(body.detail.fields[0]?.path).to.equal(path);
    }
  });

  it('says when to come again while the search has too much to do', async () => {
    const { search } = api.deps;
    api.deps.search = { ...search, find: () => Promise.reject(new SearchAwayError('busy')) };
    try {
      const { status, body, headers } = await api.call('GET', '/auctions?q=x');
      expect({ status, code: body.code }).to.deep.equal({ status: 503, code: 'UNAVAILABLE' });
      expect(Number(headers.get('retry-after'))).to.be.at.least(1);
    } finally {
      api.deps.search = search;
    }
  });

  it('has the index follow a listing, its change and its removal', async () => {
    await addCategory(api.deps);
    const { token } = seller;
    const { auctionId } = (await api.call('POST', '/auctions', { token, body: newListing() })).body;
    const marks = new Set<string | undefined>();
    const countMarks = async () => {
      const ofIt = eq(searchOutbox.auctionId, auctionId);
      marks.add((await api.deps.db.select().from(searchOutbox).where(ofIt))[0]?.mark);
      return marks.size;
    };
    expect(await countMarks()).to.equal(1);
    await api.call('PATCH', `/auctions/${auctionId}`, { token, body: { title: '새 제목' } });
    expect(await countMarks()).to.equal(2);
    const stranger = await addPersonWithToken(api.deps);
    await api.call('DELETE', `/auctions/${auctionId}`, { token: stranger.token });
    expect(await countMarks()).to.equal(2);
    await api.call('DELETE', `/auctions/${auctionId}`, { token });
    expect(await countMarks()).to.equal(3);
  });
});
