import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { addAuction, eventually } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import { addCategory, addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest, Sent } from '../testing/api-under-test.ts';
import type { Deps } from '../deps.ts';
import { newListing } from '../testing/listings.ts';

/** Shorter than anything is kept for. */
const SOON_MS = 3_000;
const CLOSES_IN_MS = 700;

describe('what the api keeps of auctions for a moment', () => {
  let api: ApiUnderTest;
  let other: ApiUnderTest;
  let seller: { userId: string; token: string };
  let selects = 0;
  let fault: Error | null = null;

  before(async () => {
    api = await startApi(watched);
    other = await startApi();
    await addCategory(api.deps);
    seller = await addPersonWithToken(api.deps);
  });
  beforeEach(() => {
    selects = 0;
    fault = null;
  });
  after(() => Promise.all([api.end(), other.end()]));

  // Counts what is asked of the record, and has the next question fail.
  function watched({ db }: Deps): Partial<Deps> {
    const select = (...given: Parameters<Deps['db']['select']>) => {
      selects += 1;
      const thrown = fault;
      fault = null;
      if (thrown) throw thrown;
      return db.select(...given);
    };
    const get = (target: Deps['db'], name: keyof Deps['db']) =>
      name === 'select' ? select : target[name];
    return { db: new Proxy(db, { get }) };
  }

  async function live(given: Partial<AuctionRow> = {}): Promise<AuctionRow> {
    const row = await addAuction(api.deps.db, {
      ...{ sellerId: seller.userId, categoryId: randomUUID(), ...given },
    });
    await openAuction(api.deps.redis, row);
    return row;
  }

  const look = async ({ auctionId }: { auctionId: string }, from = api, sent: Sent = {}) =>
    (await from.call('GET', `/auctions/${auctionId}`, sent)).body;
  const list = async ({ categoryId }: { categoryId: string }, from = api) =>
    (await from.call('GET', `/auctions?categoryId=${categoryId}`)).body.items;
  const rename = (row: AuctionRow, title: string) =>
    api.deps.db.update(auctions).set({ title }).where(eq(auctions.auctionId, row.auctionId));
  const bid = async ({ auctionId }: AuctionRow, bidderId: string, amountKrw: number) =>
    await placeBid(api.deps.redis, {
      ...{ auctionId, bidderId, bidId: randomUUID(), amountKrw, kind: 'exact' },
    });

  it('is read once for many who look at once', async () => {
    const row = await live();
    const looks = await Promise.all(Array.from({ length: 40 }, () => look(row)));
    expect(new Set(looks.map(({ title }) => title))).to.deep.equal(new Set([row.title]));
    // The auction and its pictures.
    expect(selects).to.equal(2);
    await list(await live());
    // The categories are there by now; what is left is the list, its auction and the pictures.
    const before = selects;
    await list(await live());
    const ofOneLook = selects - before;
    const third = await live();
    const asked = selects;
    await Promise.all(Array.from({ length: 40 }, () => list(third)));
    expect(selects - asked).to.equal(ofOneLook);
  });

  it('is the record and nothing that moves: price and standing are those of the moment', async () => {
    const row = await live();
    const bidder = await addPersonWithToken(api.deps);
    expect(await look(row)).to.include({ priceKrw: null, bidCount: 0 });
    expect((await list(row))[0]).to.include({ priceKrw: null });
    await bid(row, bidder.userId, 1_000);
    expect(await look(row)).to.include({ priceKrw: 1_000, bidCount: 1, seq: 1 });
    expect((await list(row))[0]).to.include({ priceKrw: 1_000, bidCount: 1, seq: 1 });
  });

  it('never says that an auction is live after its closing', async () => {
    const closesAtMs = Date.now() + CLOSES_IN_MS;
    const row = await live({ closesAtMs });
    expect((await look(row)).state).to.equal('live');
    expect(await list(row)).to.have.length(1);
    await new Promise((resolve) => {
      setTimeout(resolve, closesAtMs - Date.now() + 20);
    });
    selects = 0;
    expect((await look(row)).state).to.equal('closed');
    expect(await list(row)).to.deep.equal([]);
    expect(selects, 'what was kept').to.equal(0);
  });

  it('leaves out an auction of a list that no longer is what was asked for', async () => {
    const row = await live();
    const query = `/auctions?categoryId=${row.categoryId}&noBids=true&maxKrw=1000`;
    const found = async () => (await api.call('GET', query)).body.items;
    expect(await found()).to.have.length(1);
    await bid(row, randomUUID(), 1_000);
    expect(await found()).to.deep.equal([]);
  });

  it('holds nothing of one viewer for another', async () => {
    const row = await live({ reserveKrw: 9_000, reserveNonce: 'ab'.repeat(16) });
    const bidder = await addPersonWithToken(api.deps);
    await bid(row, bidder.userId, 1_000);
    const mine = await look(row, api, { token: bidder.token });
    expect(mine.me).to.include({ ownMaxKrw: 1_000, standing: 'leading' });
    const own = await look(row, api, { token: seller.token });
    expect(own.own).to.include({ reserveKrw: 9_000 });
    expect(own).to.not.have.any.keys('me');
    expect(mine.watched).to.equal(false);
    expect(await look(row)).to.not.have.any.keys(
      'me',
      'own',
      'watched',
      'reserveKrw',
      'reserveNonce',
    );
    const answer = await api.call('GET', `/auctions/${row.auctionId}`);
    expect(answer.headers.get('cache-control')).to.match(/no-store|private/);
  });

  it('is what it was until somebody says that it has changed', async () => {
    const row = await live();
    await Promise.all([look(row), look(row, other), list(row)]);
    await rename(row, '바뀐 제목');
    expect((await look(row)).title).to.equal(row.title);
    expect((await list(row))[0]?.title).to.equal(row.title);
    await other.deps.records.tell({ auctionId: row.auctionId });
    expect((await look(row, other)).title).to.equal('바뀐 제목');
    await eventually(async () => (await look(row)).title === '바뀐 제목', SOON_MS);
    expect((await list(row))[0]?.title).to.equal('바뀐 제목');
  });

  it('shows what a seller does at once, to the seller wherever they look', async () => {
    const token = { token: seller.token };
    const sent = { ...token, body: newListing() };
    const { auctionId } = (await api.call('POST', '/auctions', sent)).body;
    for (let round = 0; round < 5; round += 1) {
      await Promise.all([look({ auctionId }), look({ auctionId }, other)]);
      const title = `제목 ${round}`;
      const changed = { ...token, body: { title } };
      const { body } = await api.call('PATCH', `/auctions/${auctionId}`, changed);
      expect(body.title).to.equal(title);
      expect((await look({ auctionId }, other, token)).title).to.equal(title);
      expect((await look({ auctionId })).title).to.equal(title);
      await eventually(async () => (await look({ auctionId }, other)).title === title, SOON_MS);
    }
    await api.call('DELETE', `/auctions/${auctionId}`, token);
    expect((await look({ auctionId })).code).to.equal('AUCTION_NOT_FOUND');
    expect((await look({ auctionId }, other, token)).code).to.equal('AUCTION_NOT_FOUND');
  });

  it('shows a new listing in the lists at once', async () => {
    const query = '/auctions?state=coming&sort=newest';
    const first = async (from: ApiUnderTest) =>
      (await from.call('GET', query)).body.items[0]?.auctionId;
    for (let round = 0; round < 3; round += 1) {
      await Promise.all([first(api), first(other)]);
      const sent = { token: seller.token, body: newListing() };
      const { auctionId } = (await api.call('POST', '/auctions', sent)).body;
      expect(await first(api)).to.equal(auctionId);
      await eventually(async () => (await first(other)) === auctionId, SOON_MS);
    }
  });

  it('is not kept of a read that failed', async () => {
    const row = await live();
    fault = new Error('the record is away');
    expect((await look(row)).status).to.equal(500);
    expect((await look(row)).title).to.equal(row.title);
  });

  it('forgets all when it may have missed a word', async () => {
    const row = await live();
    await look(row, other);
    await rename(row, '못 들은 말');
    await api.deps.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await eventually(async () => (await look(row, other)).title === '못 들은 말', SOON_MS);
  });

  it('is nothing where it is switched off', async () => {
    const off = await startApi(undefined, { READ_CACHE_MS: '0' });
    try {
      const row = await live();
      expect((await look(row, off)).title).to.equal(row.title);
      await rename(row, '바로 보임');
      expect((await look(row, off)).title).to.equal('바로 보임');
      expect((await list(row, off))[0]?.title).to.equal('바로 보임');
    } finally {
      await off.end();
    }
  });
});
