import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import type { Seller } from '@sagopalgo/core/contracts/sellers.ts';
import { ratings } from '@sagopalgo/core/mysql/asking-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { addAuction, addUser } from '@sagopalgo/core/testing/connections.ts';
import { addOrder } from '@sagopalgo/core/testing/some-order.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { Answer, ApiUnderTest } from '../testing/api-under-test.ts';

const HOUR_MS = 3_600_000;

describe('sellers', () => {
  let api: ApiUnderTest;
  let sellerId: string;
  let token: string;
  before(async () => {
    api = await startApi();
  });
  after(() => api.end());
  beforeEach(async () => {
    ({ userId: sellerId, token } = await addPersonWithToken(api.deps));
  });

  const add = async (given: object = {}): Promise<string> =>
    (await addAuction(api.deps.db, { sellerId, ...given })).auctionId;
  const look = (path = '', id = sellerId): Promise<Answer> =>
    api.call('GET', `/sellers/${id}${path}`);
  const seen = async (): Promise<Seller> => (await look()).body as unknown as Seller;
  const listed = async (query: string): Promise<string[]> =>
    (await look(`/auctions?${query}`)).body.items.map(({ auctionId }) => auctionId);
  const rated = (given: Partial<typeof ratings.$inferInsert> = {}) =>
    api.deps.db.insert(ratings).values({
      ...{ ratingId: randomUUID(), orderId: randomUUID(), auctionId: 'none', side: 'buyer' },
      ...{ raterId: randomUUID(), ratedId: sellerId, stars: 5, text: '좋아요.' },
      ...{ ratedAtMs: 1, shownAtMs: 1, ...given },
    });

  it('are named on their auctions by an id that leads to them', async () => {
    const auctionId = await add();
    const { body } = await api.call('GET', `/auctions/${auctionId}`);
    expect(body.seller).to.deep.equal({ sellerId, nickname: sellerId.slice(0, 18) });
    const seller = await seen();
    expect(seller).to.deep.equal({
      ...{ sellerId, nickname: sellerId.slice(0, 18), standing: 'active' },
      ...{ sinceMs: seller.sinceMs, completedSales: 0 },
      asSeller: { count: 0, mean: null },
    });
  });

  it('are those alone who have listed something', async () => {
    for (const id of ['none', await addUser(api.deps.db)]) {
      for (const path of ['', '/auctions', '/ratings']) {
        const { status, body } = await look(path, id);
        expect([status, body.code]).to.deep.equal([404, 'SELLER_NOT_FOUND']);
      }
    }
  });

  it('who are blocked are said to be, and what they have listed is there', async () => {
    const auctionId = await add();
    const isTheirs = eq(users.userId, sellerId);
    await api.deps.db.update(users).set({ blockedAtMs: Date.now() }).where(isTheirs);
    expect((await seen()).standing).to.equal('blocked');
    await api.deps.db.update(users).set({ leftAtMs: Date.now() }).where(isTheirs);
    expect((await seen()).standing).to.equal('left');
    await api.deps.db.update(users).set({ leftAtMs: null }).where(isTheirs);
    expect(await listed('state=live')).to.deep.equal([auctionId]);
  });

  it('show what is coming, live, ended and sold, and nothing that is hidden', async () => {
    const opensAtMs = Date.now() + HOUR_MS;
    const coming = await add({ state: 'scheduled', opensAtMs, closesAtMs: opensAtMs + HOUR_MS });
    const live = await add();
    const settled = { closesAtMs: Date.now() - HOUR_MS, settledAtMs: Date.now() };
    const sold = await add({ ...settled, state: 'sold', priceKrw: 70_000, createdAtMs: 2 });
    const unsold = await add({ ...settled, state: 'unsold', createdAtMs: 1 });
    for (const state of ['scheduled', 'live', 'sold'] as const) {
      await add({ state, opensAtMs: Date.now() - HOUR_MS, hiddenAtMs: 1 });
    }
    await addAuction(api.deps.db);
    expect(await listed('state=coming')).to.deep.equal([coming]);
    expect(await listed('')).to.deep.equal([live]);
    expect(await listed('state=ended')).to.deep.equal([sold, unsold]);
    const { body } = await look('/auctions?state=sold');
    expect(body.items.map(({ auctionId, priceKrw }) => [auctionId, priceKrw])).to.deep.equal([
      [sold, 70_000],
    ]);
    expect(body.items[0]).to.not.have.property('own');
    const own = await api.call('GET', `/sellers/${sellerId}/auctions`, { token });
    expect(own.body.items[0]?.own).to.be.an('object');
  });

  it('show their auctions page by page, each list by cursors of its own', async () => {
    const ids = [
      await add({ createdAtMs: 3 }),
      await add({ createdAtMs: 2 }),
      await add({ createdAtMs: 1 }),
    ];
    const { body: first } = await look('/auctions?limit=2');
    const { body: rest } = await look(`/auctions?limit=2&cursor=${first.nextCursor}`);
    const told = [...first.items, ...rest.items].map(({ auctionId }) => auctionId);
    expect([told, rest.nextCursor]).to.deep.equal([ids, null]);
    const { body } = await look(`/auctions?state=sold&cursor=${first.nextCursor}`);
    expect(body.code).to.equal('INVALID_REQUEST');
  });

  it('are told by what went through and how they were rated, from either side', async () => {
    await add();
    for (const state of ['received', 'paid_out', 'paid', 'expired', 'cancelled'] as const) {
      await addOrder(api.deps.db, { sellerId, state });
    }
    await rated({ stars: 5 });
    await rated({ stars: 5, hiddenAtMs: 1 });
    await rated({ stars: 4 });
    await rated({ stars: 1, shownAtMs: Date.now() + HOUR_MS });
    await rated({ stars: 2, side: 'seller' });
    expect(await seen()).to.deep.include({
      ...{ completedSales: 2, asSeller: { count: 3, mean: 4.7 } },
    });
  });

  it('show what buyers said of them, the newest first, and not who said it', async () => {
    const [sold, hidden] = [await add({ state: 'sold' }), await add({ hiddenAtMs: 1 })];
    const raterId = randomUUID();
    await rated({ auctionId: sold, raterId, text: '첫째', shownAtMs: 1 });
    await rated({ auctionId: hidden, raterId, text: '둘째', shownAtMs: 2 });
    await rated({ auctionId: sold, raterId, text: '숨긴 말', shownAtMs: 3, hiddenAtMs: 3 });
    await rated({ text: '아직', shownAtMs: Date.now() + HOUR_MS });
    await rated({ text: '구매자로서', side: 'seller' });
    const { body: first } = await look('/ratings?limit=2');
    const { body: rest } = await look(`/ratings?limit=2&cursor=${first.nextCursor}`);
    const told = [...first.items, ...rest.items] as unknown as { text: string; auction: unknown }[];
    expect(told.map(({ text, auction }) => [text, auction])).to.deep.equal([
      ['', { auctionId: sold, title: '시험용 경매' }],
      ['둘째', null],
      ['첫째', { auctionId: sold, title: '시험용 경매' }],
    ]);
    expect(JSON.stringify(told)).not.to.include(raterId);
  });
});
