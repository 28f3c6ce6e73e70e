import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { recordBids } from '../testing/record-bids.ts';

describe('one’s own bids', () => {
  let api: ApiUnderTest;
  let sellerId: string;
  let buyer: { userId: string; token: string };
  before(async () => {
    api = await startApi();
    sellerId = (await addPersonWithToken(api.deps)).userId;
  });
  beforeEach(async () => {
    buyer = await addPersonWithToken(api.deps);
  });
  after(() => api.end());

  async function list(): Promise<string> {
    const row = await addAuction(api.deps.db, { sellerId });
    await openAuction(api.deps.redis, row);
    return row.auctionId;
  }

  function bid(auctionId: string, amountKrw: number, bidderId = buyer.userId) {
    const made = { bidId: randomUUID(), kind: 'exact' as const, confirmed: true };
    return placeBid(api.deps.redis, { auctionId, bidderId, amountKrw, ...made });
  }

  async function read(query = '') {
    const { body } = await api.call('GET', `/users/me/bids${query}`, { token: buyer.token });
    return { ids: body.items?.map((item) => item.auctionId), ...body };
  }

  it('hold the bid of a moment ago, recorded or not', async () => {
    const auctionId = await list();
    const { acceptedAtMs: lastBidAtMs } = await bid(auctionId, 1_000);
    const own = { ownMaxKrw: 1_000, standing: 'leading', lastBidAtMs };
    expect((await read()).items[0]).to.deep.include({ auctionId, priceKrw: 1_000, ...own });
    await recordBids(api.deps, auctionId);
    const { items } = await read();
    expect(items).to.have.length(1);
    expect(items[0]).to.deep.include({ auctionId, seq: 1, ...own });
  });

  it('tell where one stands now, one row for an auction', async () => {
    const auctionId = await list();
    await bid(auctionId, 1_000);
    await bid(auctionId, 1_100, 'another');
    await bid(auctionId, 1_200);
    await recordBids(api.deps, auctionId);
    await bid(auctionId, 1_300, 'another');
    const { items } = await read();
    expect(items).to.have.length(1);
    expect(items[0]).to.include({ priceKrw: 1_300, ownMaxKrw: 1_200, standing: 'outbid' });
  });

  it('are won or lost once the auction is over, with Redis or without', async () => {
    const [won, lost, unsold] = [await list(), await list(), await list()];
    await bid(won, 1_000);
    await bid(lost, 1_000);
    await bid(lost, 1_100, 'another');
    await bid(unsold, 1_000);
    const closesAtMs = Date.now() - 1;
    for (const auctionId of [won, lost, unsold]) {
      await recordBids(api.deps, auctionId);
      await api.deps.db
        .update(auctions)
        .set({ closesAtMs })
        .where(eq(auctions.auctionId, auctionId));
      await api.deps.redis.hset(auctionKeys(auctionId).state, 'closesAtMs', closesAtMs);
    }
    const standings = async () =>
      new Map((await read()).items.map((item) => [item.auctionId, [item.state, item.standing]]));
    const unsettled = await standings();
    expect(unsettled.get(won)).to.deep.equal(['closed', 'won']);
    expect(unsettled.get(lost)).to.deep.equal(['closed', 'lost']);
    for (const [auctionId, state] of [
      [won, 'sold'],
      [lost, 'sold'],
      [unsold, 'unsold'],
    ] as const) {
      const settled = { state, settledAtMs: Date.now() };
      await api.deps.db.update(auctions).set(settled).where(eq(auctions.auctionId, auctionId));
      await api.deps.redis.del(...Object.values(auctionKeys(auctionId)));
    }
    const settled = await standings();
    expect(settled.get(won)).to.deep.equal(['sold', 'won']);
    expect(settled.get(lost)).to.deep.equal(['sold', 'lost']);
    expect(settled.get(unsold)).to.deep.equal(['unsold', 'lost']);
  });

  it('come in pages, the last bid first', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      const auctionId = await list();
      await bid(auctionId, 1_000);
      if (index !== 4) await recordBids(api.deps, auctionId);
      ids.unshift(auctionId);
    }
    const times = new Map((await read()).items.map((item) => [item.auctionId, item.lastBidAtMs]));
    const expected = ids.toSorted(
      (a, b) => (times.get(b) ?? 0) - (times.get(a) ?? 0) || (a < b ? 1 : -1),
    );
    expect((await read()).ids).to.deep.equal(expected);
    const first = await read('?limit=3');
    await recordBids(api.deps, ids[0] as string);
    const second = await read(`?limit=3&cursor=${first.nextCursor}`);
    expect([...first.ids, ...second.ids]).to.deep.equal(expected);
    expect(second.nextCursor).to.equal(null);
    expect((await read('?cursor=x')).code).to.equal('INVALID_REQUEST');
  });
});
