import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

const HOUR_MS = 3_600_000;

describe('finding auctions', () => {
  let api: ApiUnderTest;
  let sellerId: string;
  let categoryId: string;
  before(async () => {
    api = await startApi();
    sellerId = (await addPersonWithToken(api.deps)).userId;
  });
  beforeEach(() => {
    // A category of its own keeps what other tests list out of sight.
    categoryId = randomUUID();
  });
  after(() => api.end());

  const add = (given: Parameters<typeof addAuction>[1] = {}) =>
    addAuction(api.deps.db, { sellerId, categoryId, ...given });

  async function find(query: string) {
    const { status, body } = await api.call('GET', `/auctions?categoryId=${categoryId}&${query}`);
    expect(status).to.equal(200);
    return { ids: body.items.map((item) => item.auctionId), ...body };
  }

  it('tells coming, live and ended apart by time as well as by record', async () => {
    const nowMs = Date.now();
    const at = (opensInMs: number, closesInMs: number) => ({
      opensAtMs: nowMs + opensInMs,
      closesAtMs: nowMs + closesInMs,
    });
    const coming = await add(at(HOUR_MS, 2 * HOUR_MS));
    const late = await add({ ...at(-HOUR_MS, HOUR_MS), state: 'scheduled' });
    const live = await add({ ...at(-HOUR_MS, 2 * HOUR_MS), state: 'live' });
    const unsettled = await add({ ...at(-2 * HOUR_MS, -2_000), state: 'live' });
    const sold = await add({ ...at(-2 * HOUR_MS, -3_000), state: 'sold' });
    const cancelled = await add({ ...at(HOUR_MS, 2 * HOUR_MS), state: 'cancelled' });
    expect((await find('state=coming')).ids).to.deep.equal([coming.auctionId]);
    expect((await find('state=live')).ids).to.deep.equal([late.auctionId, live.auctionId]);
    expect((await find('state=live&limit=1')).ids).to.deep.equal([late.auctionId]);
    const ended = await find('state=ended');
    expect(ended.ids).to.deep.equal([cancelled, unsettled, sold].map((row) => row.auctionId));
    expect(ended.items.map((item) => item.state)).to.deep.equal(['cancelled', 'closed', 'sold']);
    expect(ended.items.map((item) => item.minimumKrw)).to.deep.equal([null, null, null]);
  });

  it('sorts by the closing or by the listing, and pages without loss or repeat', async () => {
    const nowMs = Date.now();
    const added: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      // Some close in the same millisecond.
      const closesAtMs = nowMs + HOUR_MS + Math.floor(index / 3);
      const row = await add({ closesAtMs, createdAtMs: nowMs - index });
      added.push(row.auctionId);
    }
    for (const sort of ['ending', 'newest']) {
      const whole = await find(`sort=${sort}&limit=100`);
      expect(whole.ids).to.have.members(added);
      expect(whole.nextCursor).to.equal(null);
      const paged: string[] = [];
      let cursor: string | null = '';
      for (let page = 0; page < 4 && cursor !== null; page += 1) {
        const found = await find(`sort=${sort}&limit=2${cursor && `&cursor=${cursor}`}`);
        paged.push(...found.ids);
        cursor = found.nextCursor;
      }
      expect(paged).to.deep.equal(whole.ids);
    }
    expect((await find('sort=newest&limit=100')).ids).to.deep.equal(added);
  });

  it('goes on where a page ended, whatever was listed meanwhile', async () => {
    const nowMs = Date.now();
    const [first, second] = [
      await add({ createdAtMs: nowMs }),
      await add({ createdAtMs: nowMs - 5 }),
    ];
    const page = await find('sort=newest&limit=1');
    expect(page.ids).to.deep.equal([first.auctionId]);
    await add({ createdAtMs: nowMs + 5 });
    const next = await find(`sort=newest&limit=1&cursor=${page.nextCursor}`);
    expect(next.ids).to.deep.equal([second.auctionId]);
  });

  it('refuses a cursor that it did not make, or made for another list', async () => {
    await add();
    await add();
    const { nextCursor } = await find('sort=newest&limit=1');
    for (const cursor of [
      `sort=ending&cursor=${nextCursor}`,
      'cursor=x',
      'cursor=%00',
      'cursor=',
    ]) {
      const { body } = await api.call('GET', `/auctions?${cursor}`);
      expect(body.code).to.equal('INVALID_REQUEST');
      expect(body.detail.fields[0]?.path).to.equal('cursor');
    }
  });

  it('shows the price of this moment, with pictures, and one’s own part in it', async () => {
    const row = await add();
    await openAuction(api.deps.redis, row);
    const [first, second] = [
      await addPersonWithToken(api.deps),
      await addPersonWithToken(api.deps),
    ];
    const { auctionId } = row;
    for (const [{ userId }, amountKrw] of [
      [first, 1_000],
      [second, 1_500],
    ] as const) {
      const bid = { auctionId, bidderId: userId, bidId: randomUUID(), amountKrw };

      await placeBid(api.deps.redis, { ...bid, kind: 'exact' });
    }
    const picture = { sellerId, auctionId, objectKey: 'a/b.webp', widthPx: 3, heightPx: 4 };
    await api.deps.db.insert(images).values({ imageId: randomUUID(), position: 0, ...picture });
    const seen = async (token?: string) => {
      const one = await api.call('GET', `/auctions/${auctionId}`, token ? { token } : {});
      const path = `/auctions?categoryId=${categoryId}`;
      const all = await api.call('GET', path, token ? { token } : {});
      expect(all.body.items).to.deep.equal([one.body]);
      return one.body;
    };
    const body = await seen();
    expect(body).to.include({ priceKrw: 1_500, minimumKrw: 1_600, bidCount: 2, seq: 2 });
    expect(body).to.include({ leaderAlias: '입찰자 2', state: 'live', epoch: 'e1' });
    expect(body.images[0]).to.include({ url: '/images/a/b.webp', widthPx: 3, heightPx: 4 });
    expect(body).to.not.have.any.keys('me', 'own', 'leaderId');
    expect((await seen(first.token)).me).to.deep.equal({
      alias: '입찰자 1',
      ownMaxKrw: 1_000,
      standing: 'outbid',
    });
    expect((await seen(second.token)).me?.standing).to.equal('leading');
    const onlooker = await addPersonWithToken(api.deps);
    expect(await seen(onlooker.token)).to.not.have.any.keys('me', 'own');
  });

  it('believes a settled record before the judge', async () => {
    const row = await add({ state: 'cancelled' });
    await openAuction(api.deps.redis, row);
    const { body } = await api.call('GET', `/auctions/${row.auctionId}`);
    expect(body).to.include({ state: 'cancelled', minimumKrw: null });
  });

  it('knows no auction that there is not', async () => {
    const { body } = await api.call('GET', `/auctions/${randomUUID()}`);
    expect(body).to.include({ status: 404, code: 'AUCTION_NOT_FOUND' });
  });
});
