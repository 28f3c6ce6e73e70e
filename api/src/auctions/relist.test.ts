import { randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { expect } from 'chai';
import { listMySales } from '@sagopalgo/core/contracts/orders.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { orders, secondChanceConsents } from '@sagopalgo/core/mysql/till-schema.ts';
import { passOn } from '@sagopalgo/core/orders/pass-on.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import { addUnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import {
  addCategory,
  addPersonWithToken,
  CATEGORY_ID,
  startApi,
} from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { saleDateIn } from '../testing/listings.ts';

describe('listing something once more', () => {
  let api: ApiUnderTest;
  let seller: { userId: string; token: string };
  before(async () => {
    api = await startApi();
    await addCategory(api.deps);
    seller = await addPersonWithToken(api.deps);
  });
  after(() => api.end());

  const relist = async (auctionId: string, saleDate = saleDateIn(2), { token } = seller) =>
    await api.call('POST', `/auctions/${auctionId}/relist`, { token, body: { saleDate } });
  /** What the seller's list says about listing an auction again. */
  const told = async (auctionId: string) => {
    const { body } = await api.call('GET', '/users/me/sales?limit=100', { token: seller.token });
    const { isRelistable, relistedAs } =
      listMySales.reply.parse(body).items.find((item) => item.auctionId === auctionId) ?? {};
    return { isRelistable, relistedAs };
  };
  const rowOf = async (auctionId: string): Promise<AuctionRow> => {
    const [row] = await api.deps.db
      .select()
      .from(auctions)
      .where(eq(auctions.auctionId, auctionId));
    if (!row) throw new Error('there is no such auction');
    return row;
  };
  const unsold = (given: Partial<AuctionRow> = {}) =>
    addAuction(api.deps.db, {
      ...{ sellerId: seller.userId, categoryId: CATEGORY_ID, state: 'unsold' },
      ...given,
    });
  const mine = (given: Partial<AuctionRow> = {}) => ({
    ...{ sellerId: seller.userId, categoryId: CATEGORY_ID, ...given },
  });

  it('copies what the seller laid down, the reserve under a new seal, and the pictures', async () => {
    const nonce = '0'.repeat(32);
    const before = await unsold({
      ...{ title: '다시 한번', description: '그대로예요.', startKrw: 7_000, capKrw: 900_000 },
      ...{
        steps: [
          [0, 100],
          [10_000, 500],
        ],
        reserveKrw: 30_000,
        reserveNonce: nonce,
      },
      ...{ buyNowKrw: 80_000, extension: 'auto', onDefault: 'relist', bidCount: 3 },
      ...{ priceKrw: 9_000, leaderId: 'b', recordedSeq: 4, chainHash: 'f'.repeat(64) },
    });
    for (const position of [0, 1]) {
      const size = { widthPx: 800, heightPx: 600, objectKey: `pictures/${position}.webp` };
      const picture = { imageId: randomUUID(), sellerId: seller.userId, ...size, position };
      await api.deps.db.insert(images).values({ ...picture, auctionId: before.auctionId });
    }
    const saleDate = saleDateIn(3);
    const { status, body } = await relist(before.auctionId, saleDate);
    expect(status).to.equal(201);
    const after = await rowOf(body.auctionId);
    for (const name of [
      ...(['title', 'description', 'categoryId', 'startKrw', 'capKrw', 'steps'] as const),
      ...(['reserveKrw', 'buyNowKrw', 'extension'] as const),
    ]) {
      expect(after[name], name).to.deep.equal(before[name]);
    }
    expect(after).to.include({
      ...{ saleDate, state: 'scheduled', bidCount: 0, priceKrw: null, leaderId: null },
      ...{ recordedSeq: 0, chainHash: null, sellerId: seller.userId },
    });
    expect(after.reserveNonce)
      .to.match(/^[0-9a-f]{32}$/)
      .and.not.equal(nonce);
    expect(body.images.map(({ url }) => url)).to.deep.equal([
      '/images/pictures/0.webp',
      '/images/pictures/1.webp',
    ]);
    const copies = await api.deps.db
      .select()
      .from(images)
      .where(eq(images.auctionId, before.auctionId))
      .orderBy(asc(images.position));
    expect(copies).to.have.length(2);
    const live = (await readLive(api.deps.redis, [body.auctionId])).states.get(body.auctionId);
    expect(live).to.include({ state: 'coming', minimumKrw: 7_000 });
  });

  it('is done once, by many clicks at once, and anew when that was taken back', async () => {
    const { auctionId } = await unsold();
    const clicks = await Promise.all([1, 2, 3, 4].map(() => relist(auctionId)));
    const listed = clicks.filter(({ status }) => status === 201);
    expect(listed).to.have.length(1);
    const refused = clicks.filter(({ body }) => body.code === 'NOT_RELISTABLE');
    expect(refused.map(({ body }) => body.detail['relistedAs'])).to.deep.equal(
      [1, 2, 3].map(() => listed[0]?.body.auctionId),
    );
    const { token } = seller;
    const again = String(listed[0]?.body.auctionId);
    expect((await api.call('DELETE', `/auctions/${again}`, { token })).status).to.equal(204);
    expect((await relist(auctionId)).status).to.equal(201);
  });

  it('can be bid on when that was taken back, changed or not, by the new hours', async () => {
    const { auctionId } = await unsold();
    const { token } = seller;
    let epoch = 0;
    for (const changes of [0, 1, 2, 0]) {
      const saleDate = saleDateIn(2 + changes);
      const { body } = await relist(auctionId, saleDate);
      const again = body.auctionId;
      const live = (await readLive(api.deps.redis, [again])).states.get(again);
      expect(live).to.include({ state: 'coming', opensAtMs: body.opensAtMs });
      expect((await rowOf(again)).epoch).to.be.above(epoch);
      for (let change = 0; change < changes; change += 1) {
        const asked = { token, body: { startKrw: 500 + change } };
        expect((await api.call('PATCH', `/auctions/${again}`, asked)).status).to.equal(200);
      }
      ({ epoch } = await rowOf(again));
      expect((await api.call('DELETE', `/auctions/${again}`, { token })).status).to.equal(204);
    }
  });

  it('is for what was not paid for, once it is back with the seller', async () => {
    const { db } = api.deps;
    const given = { auction: mine(), order: { state: 'expired' as const } };
    const { auctionId, bidderIds } = await addUnpaidAuction(db, [2000, 9000], given);
    const bidderId = String(bidderIds[0]);
    const consent = { auctionId, bidderId, isGiven: true, changedAtMs: 1 };
    await db.insert(secondChanceConsents).values(consent);
    expect((await relist(auctionId)).body.code).to.equal('NOT_RELISTABLE');
    expect(await passOn(api.deps, auctionId)).to.equal('offered');
    expect((await relist(auctionId)).body.code).to.equal('NOT_RELISTABLE');
    expect(await told(auctionId)).to.deep.equal({ isRelistable: false, relistedAs: null });
    const unwanted = await addUnpaidAuction(db, [2000, 9000], given);
    expect(await passOn(api.deps, unwanted.auctionId)).to.equal('returned');
    expect(await told(unwanted.auctionId)).to.deep.equal({ isRelistable: true, relistedAs: null });
    expect((await relist(unwanted.auctionId)).status).to.equal(201);
  });

  it('is told to the seller beforehand, and afterwards as what it was listed', async () => {
    const { auctionId } = await unsold();
    expect(await told(auctionId)).to.deep.equal({ isRelistable: true, relistedAs: null });
    const relistedAs = (await relist(auctionId)).body.auctionId;
    expect(await told(auctionId)).to.deep.equal({ isRelistable: false, relistedAs });
    expect(await told(relistedAs)).to.deep.equal({ isRelistable: false, relistedAs: null });
    await api.call('DELETE', `/auctions/${relistedAs}`, { token: seller.token });
    expect(await told(auctionId)).to.deep.equal({ isRelistable: true, relistedAs: null });
  });

  it('is for what was called off before it was paid, and not for what was', async () => {
    const { db } = api.deps;
    for (const [order, isRelistable] of [
      [{ state: 'cancelled', paidAtMs: null }, true],
      [{ state: 'cancelled', paidAtMs: 1 }, false],
      [{ state: 'refunded', paidAtMs: 1 }, false],
      [{ state: 'awaiting_payment' }, false],
      [{ state: 'paid' }, false],
    ] as const) {
      const { auctionId } = await addUnpaidAuction(db, [9000], { auction: mine(), order });
      const { status, body } = await relist(auctionId);
      expect(status === 201, `${order.state}: ${body.code}`).to.equal(isRelistable);
      if (!isRelistable) expect(body.code).to.equal('NOT_RELISTABLE');
    }
    // The last order counts.
    const given = { auction: mine(), order: { state: 'cancelled' as const } };
    const { auctionId, sellerId } = await addUnpaidAuction(db, [9000], given);
    await db.insert(orders).values({
      ...{ orderId: randomUUID(), auctionId, attempt: 2, buyerId: 'b', sellerId, amountKrw: 1 },
      ...{ state: 'paid', stateAtMs: 1, payByMs: 1, createdAtMs: 1 },
    });
    expect((await relist(auctionId)).body.code).to.equal('NOT_RELISTABLE');
  });

  it('is refused for what is not over, not there, or another’s', async () => {
    const other = await addPersonWithToken(api.deps);
    const { auctionId } = await unsold();
    for (const state of ['scheduled', 'live', 'cancelled'] as const) {
      const row = await unsold({ state });
      expect((await relist(row.auctionId)).body.code, state).to.equal('NOT_RELISTABLE');
    }
    expect((await relist('no-such')).body.code).to.equal('AUCTION_NOT_FOUND');
    expect((await relist(auctionId, saleDateIn(2), other)).body.code).to.equal('NOT_OWNER');
    for (const saleDate of [saleDateIn(-1), '2026-02-30', 'soon']) {
      const { body } = await relist(auctionId, saleDate);
      expect(body.code).to.equal('INVALID_REQUEST');
      expect(body.detail.fields.map(({ path }) => path)).to.deep.equal(['saleDate']);
    }
  });
});
