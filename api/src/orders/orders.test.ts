import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

describe('sales and wins', () => {
  let api: ApiUnderTest;
  let seller: { userId: string; token: string };
  let buyer: { userId: string; token: string };
  beforeEach(async () => {
    seller = await addPersonWithToken(api.deps);
    buyer = await addPersonWithToken(api.deps);
  });
  before(async () => {
    api = await startApi();
  });
  after(() => api.end());

  async function sell(createdAtMs: number) {
    const nowMs = Date.now();
    const { auctionId } = await addAuction(api.deps.db, {
      ...{ sellerId: seller.userId, state: 'sold', createdAtMs, settledAtMs: nowMs },
      ...{ closesAtMs: nowMs - 1_000, priceKrw: 5_000, bidCount: 1, recordedSeq: 2 },
      ...{ leaderId: buyer.userId, leaderOrdinal: 1 },
    });
    const order = { orderId: randomUUID(), amountKrw: 5_000, payByMs: nowMs + 1_000, createdAtMs };
    const parties = { sellerId: seller.userId, buyerId: buyer.userId };
    const state = 'awaiting_payment' as const;
    await api.deps.db
      .insert(orders)
      .values({ ...order, ...parties, auctionId, attempt: 1, state, stateAtMs: createdAtMs });
    const { orderId, amountKrw, payByMs } = order;
    return { auctionId, told: { orderId, orderState: state, amountKrw, payByMs } };
  }

  it('shows a seller every auction, the newest first, with the orders of those sold', async () => {
    const sold = await sell(1_000);
    const live = await addAuction(api.deps.db, { sellerId: seller.userId, createdAtMs: 2_000 });
    const { body } = await api.call('GET', '/users/me/sales', { token: seller.token });
    expect(body.items.map((item) => item.auctionId)).to.deep.equal([
      live.auctionId,
      sold.auctionId,
    ]);
    expect(body.items[0]).to.not.have.any.keys('orderId', 'orderState', 'amountKrw', 'payByMs');
    expect(body.items[0]).to.deep.include({
      state: 'live',
      own: { reserveKrw: null, capKrw: 1e12, feeBp: 500, onDefault: 'second-chance' },
    });
    expect(body.items[1]).to.deep.include({ state: 'sold', minimumKrw: null, ...sold.told });
  });

  it('tells a seller until when to send what is paid for, and nothing of the kind for the rest', async () => {
    const { auctionId } = await sell(1_000);
    const read = async () =>
      (await api.call('GET', '/users/me/sales', { token: seller.token })).body.items[0];
    expect(await read()).to.include({ auctionId, shipByMs: null, isRelistable: false });
    // A Monday noon in Seoul: three working days end with Thursday.
    const stateAtMs = Date.parse('2026-11-30T03:00:00.000Z');
    const change = { state: 'paid' as const, stateAtMs };
    await api.deps.db.update(orders).set(change).where(eq(orders.auctionId, auctionId));
    expect(await read()).to.include({ shipByMs: Date.parse('2026-12-03T15:00:00.000Z') });
  });

  it('shows a buyer what was won, the newest first, in pages', async () => {
    const [older, newer] = [await sell(1_000), await sell(2_000)];
    const read = async (query: string) =>
      (await api.call('GET', `/users/me/wins?limit=1${query}`, { token: buyer.token })).body;
    const first = await read('');
    expect(first.items).to.have.length(1);
    expect(first.items[0]).to.deep.include({ auctionId: newer.auctionId, ...newer.told });
    const second = await read(`&cursor=${first.nextCursor}`);
    expect(second.items[0]).to.deep.include({ auctionId: older.auctionId, ...older.told });
    expect(second.nextCursor).to.equal(null);
    expect((await read('&cursor=x')).code).to.equal('INVALID_REQUEST');
  });

  it('shows nobody what is another’s', async () => {
    await sell(1_000);
    for (const [path, token] of [
      ['/users/me/wins', seller.token],
      ['/users/me/sales', buyer.token],
    ] as const) {
      const { body } = await api.call('GET', path, { token });
      expect(body).to.deep.equal({ items: [], nextCursor: null });
    }
    expect((await api.call('GET', '/users/me/wins')).body.code).to.equal('UNAUTHENTICATED');
  });
});
