import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { auctionKeys, MISSING_KEY } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { closingMomentMs, openingMomentMs } from '@sagopalgo/core/rules/kst.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import {
  addCategory,
  addPersonWithToken,
  CATEGORY_ID,
  startApi,
} from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { newListing, saleDateIn } from '../testing/listings.ts';

describe('listing an auction', () => {
  let api: ApiUnderTest;
  let seller: { userId: string; token: string };
  before(async () => {
    api = await startApi();
    await addCategory(api.deps);
    seller = await addPersonWithToken(api.deps);
  });
  after(() => api.end());

  const list = (given: object = {}, token = seller.token) =>
    api.call('POST', '/auctions', { token, body: newListing(given) });
  const patch = (auctionId: string, body: object, token = seller.token) =>
    api.call('PATCH', `/auctions/${auctionId}`, { token, body });
  const remove = (auctionId: string, token = seller.token) =>
    api.call('DELETE', `/auctions/${auctionId}`, { token });
  const look = (auctionId: string) => api.call('GET', `/auctions/${auctionId}`);

  async function liveState(auctionId: string) {
    return (await readLive(api.deps.redis, [auctionId])).states.get(auctionId) ?? null;
  }

  it('answers the auction, and the judge knows its rules at once', async () => {
    const { status, body } = await list();
    expect(status).to.equal(201);
    const saleDate = saleDateIn(1);
    expect(body).to.deep.include({
      state: 'coming',
      steps: [[0, 500]],
      capKrw: 1_000_000_000_000,
      priceKrw: null,
      minimumKrw: 10_000,
      bidCount: 0,
      leaderAlias: null,
      seq: 0,
      opensAtMs: openingMomentMs(saleDate),
      closesAtMs: closingMomentMs(saleDate),
      images: [],
      own: {
        ...{ reserveKrw: null, capKrw: 1_000_000_000_000 },
        ...{ feeBp: 500, onDefault: 'second-chance' },
      },
    });
    expect(await liveState(body.auctionId)).to.include({ state: 'coming', minimumKrw: 10_000 });
    const { own: _, ...seen } = body;
    expect((await look(body.auctionId)).body).to.deep.equal(seen);
  });

  it('takes a table of steps and a cap', async () => {
    const steps = [
      [0, 100],
      [10_000, 500],
    ];
    const { body } = await list({ bidUnitKrw: undefined, steps, capKrw: 50_000 });
    expect(body).to.deep.include({ steps, capKrw: 50_000 });
  });

  it('refuses what could not be bid on', async () => {
    const faults: [object, string][] = [
      [{ saleDate: saleDateIn(-1) }, 'saleDate'],
      [{ saleDate: '2026-02-30' }, 'saleDate'],
      [{ saleDate: 'tomorrow' }, 'saleDate'],
      [{ categoryId: 'no-such-category' }, 'categoryId'],
      [{ startKrw: 0 }, 'startKrw'],
      [{ startKrw: 1.5 }, 'startKrw'],
      [{ startKrw: '1000' }, 'startKrw'],
      [{ startKrw: 1_000_000_000_001 }, 'startKrw'],
      [{ bidUnitKrw: 0 }, 'bidUnitKrw'],
      [{ bidUnitKrw: undefined }, 'bidUnitKrw'],
      [{ steps: [[0, 1]] }, 'bidUnitKrw'],
      [{ bidUnitKrw: undefined, steps: [[5, 1]] }, 'steps'],
      [{ capKrw: 9_999 }, 'capKrw'],
      [{ reserveKrw: 10_000 }, 'reserveKrw'],
      [{ reserveKrw: 60_000, capKrw: 50_000 }, 'reserveKrw'],
      [{ reserveKrw: 1_000_000_000_001 }, 'reserveKrw'],
      [{ reserveKrw: null }, 'reserveKrw'],
      [{ buyNowKrw: 10_000 }, 'buyNowKrw'],
      [{ buyNowKrw: 20_000, reserveKrw: 20_001 }, 'buyNowKrw'],
      [{ buyNowKrw: 50_001, capKrw: 50_000 }, 'buyNowKrw'],
      [{ extension: 'always' }, 'extension'],
      [{ title: '   ' }, 'title'],
      [{ title: 'x'.repeat(81) }, 'title'],
      [{ sellerId: 'somebody' }, 'sellerId'],
    ];
    for (const [given, path] of faults) {
      const { body } = await list(given);
      expect(body.code, JSON.stringify(given)).to.equal('INVALID_REQUEST');
      expect(body.detail.fields.map((field) => field.path)).to.deep.equal([path]);
    }
  });

  it('stands in the record while Redis is away, for the keeper to load', async () => {
    const away = await startApi(() => ({}), { REDIS_URL: 'redis://127.0.0.1:9' });
    try {
      const sent = { token: seller.token, body: newListing() };
      const { status, body } = await away.call('POST', '/auctions', sent);
      expect(status).to.equal(201);
      expect(body).to.include({ state: 'coming', minimumKrw: 10_000, epoch: 'e1' });
      expect((await look(body.auctionId)).status).to.equal(200);
      for (const method of ['PATCH', 'DELETE']) {
        const change = method === 'PATCH' ? { body: { title: 'x' } } : {};
        const path = `/auctions/${body.auctionId}`;
        const refused = await away.call(method, path, { token: seller.token, ...change });
        expect(refused.body.code).to.equal('UNAVAILABLE');
      }
      expect((await look(body.auctionId)).body.title).to.equal(body.title);
    } finally {
      await away.end();
    }
  });

  it('can be changed by its seller before it opens, under a new epoch', async () => {
    const { body } = await list();
    const changes = {
      title: '새 제목',
      startKrw: 20_000,
      bidUnitKrw: 1_000,
      saleDate: saleDateIn(2),
    };
    const changed = await patch(body.auctionId, changes);
    expect(changed.status).to.equal(200);
    expect(changed.body).to.deep.include({
      title: '새 제목',
      description: body.description,
      startKrw: 20_000,
      minimumKrw: 20_000,
      steps: [[0, 1_000]],
      opensAtMs: openingMomentMs(saleDateIn(2)),
      epoch: 'e2',
    });
    expect(await liveState(body.auctionId)).to.deep.include({
      epoch: 'e2',
      minimumKrw: 20_000,
      opensAtMs: openingMomentMs(saleDateIn(2)),
    });
  });

  it('is left as it is by a change that says nothing', async () => {
    const { body } = await list();
    const same = await patch(body.auctionId, {});
    expect(same.body).to.deep.equal(body);
  });

  it('checks a change against what it leaves as it was', async () => {
    const { body } = await list({ capKrw: 50_000 });
    const faults: [object, string][] = [
      [{ startKrw: 50_001 }, 'capKrw'],
      [{ capKrw: 9_999 }, 'capKrw'],
      [{ saleDate: saleDateIn(-1) }, 'saleDate'],
      [{ categoryId: 'no-such-category' }, 'categoryId'],
      [{ bidUnitKrw: 100, steps: [[0, 1]] }, 'bidUnitKrw'],
      [{ state: 'sold' }, 'state'],
    ];
    for (const [changes, path] of faults) {
      const refused = await patch(body.auctionId, changes);
      expect(refused.body.code, JSON.stringify(changes)).to.equal('INVALID_REQUEST');
      expect(refused.body.detail.fields.map((field) => field.path)).to.deep.equal([path]);
    }
    const { own: _, ...seen } = body;
    expect((await look(body.auctionId)).body).to.deep.equal(seen);
  });

  it('can be taken back by its seller before it opens, and is gone then', async () => {
    const { body } = await list();
    expect((await remove(body.auctionId)).status).to.equal(204);
    expect((await look(body.auctionId)).body.code).to.equal('AUCTION_NOT_FOUND');
    expect((await remove(body.auctionId)).body.code).to.equal('AUCTION_NOT_FOUND');
    expect((await patch(body.auctionId, { title: 'x' })).body.code).to.equal('AUCTION_NOT_FOUND');
    expect(await liveState(body.auctionId)).to.equal(null);
  });

  it('is nobody else’s to change or take back', async () => {
    const { body } = await list();
    const other = await addPersonWithToken(api.deps);
    for (const answer of [
      await patch(body.auctionId, { title: 'x' }, other.token),
      await remove(body.auctionId, other.token),
    ]) {
      expect(answer.body).to.include({ status: 403, code: 'NOT_OWNER' });
    }
    expect((await liveState(body.auctionId))?.epoch).to.equal('e1');
  });

  it('cannot be changed or taken back once it has opened, by the record or by the judge', async () => {
    const { db, redis } = api.deps;
    const open = await addAuction(db, { sellerId: seller.userId });
    const { body: openForJudge } = await list();
    // As if the judge's clock were ahead of ours.
    await redis.hset(auctionKeys(openForJudge.auctionId).state, 'opensAtMs', Date.now() - 1);
    for (const auctionId of [open.auctionId, openForJudge.auctionId]) {
      for (const answer of [await patch(auctionId, { title: 'x' }), await remove(auctionId)]) {
        expect(answer.body).to.include({ status: 409, code: 'AUCTION_ALREADY_OPEN' });
      }
      expect((await look(auctionId)).body.title).to.not.equal('x');
    }
  });

  it('tells the slower of two changes that it came too late', async () => {
    const { body } = await list();
    const { auctionId } = body;
    const racing = await startApi((deps) => ({
      redis: new Proxy(deps.redis, {
        get: (redis, name) => {
          if (name !== 'withdrawAuctionScript') return Reflect.get(redis, name);
          return async (...args: (string | number)[]) => {
            await patch(auctionId, { title: '더 빨랐던 제목' });
            return await redis.withdrawAuctionScript(...args);
          };
        },
      }),
    }));
    try {
      for (const [method, changes] of [
        ['PATCH', { title: '늦은 제목' }],
        ['DELETE', undefined],
      ] as const) {
        const late = await racing.call(method, `/auctions/${auctionId}`, {
          token: seller.token,
          ...(changes && { body: changes }),
        });
        expect(late.body).to.include({ status: 409, code: 'EDIT_CONFLICT' });
        const seen = (await look(auctionId)).body;
        expect(seen.title).to.equal('더 빨랐던 제목');
        expect((await liveState(auctionId))?.epoch).to.equal(seen.epoch);
      }
    } finally {
      await racing.end();
    }
  });

  it('ends up the same in the record and with the judge, however many change it at once', async () => {
    const { body } = await list();
    const { auctionId } = body;
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => patch(auctionId, { startKrw: 1_000 + index })),
    );
    for (const { status } of answers) expect(status).to.be.oneOf([200, 409]);
    const seen = (await look(auctionId)).body;
    const [row] = await api.deps.db
      .select()
      .from(auctions)
      .where(eq(auctions.auctionId, auctionId));
    expect(await liveState(auctionId)).to.deep.include({
      minimumKrw: row?.startKrw,
      epoch: `e${row?.epoch}`,
    });
    expect(seen.startKrw).to.equal(row?.startKrw);
  });

  it('is left alone, and loaded again, when the record fails in the middle of a change', async () => {
    const { body } = await list();
    const { auctionId } = body;
    const failing = await startApi((deps) => ({
      db: new Proxy(deps.db, {
        get: (db, name) => {
          if (name !== 'transaction') return Reflect.get(db, name);
          return () => {
            throw Object.assign(new Error('gone'), { code: 'PROTOCOL_CONNECTION_LOST' });
          };
        },
      }),
    }));
    try {
      const sent = { token: seller.token, body: { title: 'x' } };
      const answer = await failing.call('PATCH', `/auctions/${auctionId}`, sent);
      expect(answer.body.code).to.equal('UNAVAILABLE');
      expect(await api.deps.redis.sismember(MISSING_KEY, auctionId)).to.equal(1);
      expect((await look(auctionId)).body.title).to.equal(body.title);
    } finally {
      await api.deps.redis.srem(MISSING_KEY, auctionId);
      await failing.end();
    }
  });

  it('lists the categories', async () => {
    const { body } = await api.call('GET', '/categories');
    expect(body.items).to.deep.include({ categoryId: CATEGORY_ID, name: '시험', parentId: null });
  });
});
