import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import type { OrderRatings } from '@sagopalgo/core/contracts/ratings.ts';
import { ratings } from '@sagopalgo/core/mysql/asking-schema.ts';
import { orderEvents, orders } from '@sagopalgo/core/mysql/till-schema.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { ORDER_STATES } from '@sagopalgo/core/rules/order-states.ts';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { readPersonMessage } from '@sagopalgo/core/redis/person-messages.ts';
import { overhear } from '@sagopalgo/core/testing/overheard.ts';
import { addOrder } from '@sagopalgo/core/testing/some-order.ts';
import { startApiAlone } from '../testing/api-under-test.ts';
import type { Answer, ApiUnderTest } from '../testing/api-under-test.ts';
import { orderPeople } from '../testing/order-scene.ts';
import type { As, People } from '../testing/order-scene.ts';

const DAY_MS = 86_400_000;
const WINDOW_MS = 14 * DAY_MS;

describe('ratings', () => {
  let api: ApiUnderTest;
  let people: People;
  let order: OrderRow;
  let nowMs: number;
  const startMs = Date.now();
  before(async () => {
    nowMs = startMs;
    api = await startApiAlone(() => ({ now: () => nowMs }));
    people = await orderPeople(api.deps);
  });
  after(() => api.end());
  beforeEach(async () => {
    nowMs = startMs;
    order = await received();
  });

  const received = (given: Partial<OrderRow> = {}) =>
    addOrder(api.deps.db, {
      ...{ buyerId: people.buyer.userId, sellerId: people.seller.userId },
      ...{ state: 'received', stateAtMs: nowMs, ...given },
    });
  const rate = (as: As, given: object = {}): Promise<Answer> =>
    api.call('POST', `/orders/${order.orderId}/rating`, {
      ...{ token: people[as].token, body: { stars: 5, text: '좋았어요.', ...given } },
    });
  const look = async (as: As): Promise<OrderRatings> => {
    const { token } = people[as];
    const { body } = await api.call('GET', `/orders/${order.orderId}/ratings`, { token });
    return body as unknown as OrderRatings;
  };
  const codes = (...answers: Answer[]) => answers.map(({ body }) => body.code);
  const count = () => api.deps.db.$count(ratings, eq(ratings.orderId, order.orderId));
  const receivedAt = (happenedAtMs: number) =>
    api.deps.db.insert(orderEvents).values({
      ...{ orderId: order.orderId, event: 'receive', actor: 'buyer', happenedAtMs },
      ...{ fromState: 'delivered', toState: 'received' },
    });

  it('are told to the other only when both have rated', async () => {
    expect((await rate('buyer', { stars: 2, text: '늦게 왔어요.' })).status).to.equal(201);
    expect((await look('buyer')).own).to.deep.equal({
      ...{ stars: 2, text: '늦게 왔어요.', ratedAtMs: nowMs },
    });
    expect(await look('seller')).to.deep.include({ mayRate: true, own: null, theirs: null });
    nowMs += 1;
    await rate('seller', { stars: 4, text: '' });
    expect((await look('seller')).theirs).to.include({ stars: 2, text: '늦게 왔어요.' });
    expect(await look('buyer')).to.deep.include({
      ...{ mayRate: false, theirs: { stars: 4, text: '', ratedAtMs: nowMs } },
    });
    expect(await look('operator')).to.deep.include({ mayRate: false, own: null, theirs: null });
  });

  it('are told of on the streams of both once both have rated, and of neither before', async () => {
    const ears = await Promise.all(
      [order.buyerId, order.sellerId].map((userId) => overhear(personChannel(userId))),
    );
    for (const as of ['buyer', 'buyer', 'seller', 'seller'] as const) await rate(as);
    const { orderId } = order;
    for (const ear of ears) {
      const [message = ''] = await ear.heard(1);
      const told = JSON.stringify(readPersonMessage(message));
      expect(told).to.include('"event":"order"').and.include(orderId).and.not.include('stars');
    }
    // What is told afterwards comes after all that was told before.
    await api.deps.redis.spublish(personChannel(order.buyerId), 'last');
    await api.deps.redis.spublish(personChannel(order.sellerId), 'last');
    for (const ear of ears) {
      expect(await ear.heard(2)).to.have.length(2);
      ear.leave();
    }
  });

  it('are shown when the time is over, when nobody can answer one any more', async () => {
    order = await received({ stateAtMs: nowMs - WINDOW_MS + 1 });
    await rate('buyer', { stars: 1 });
    expect((await look('seller')).theirs).to.equal(null);
    nowMs += 1;
    expect((await look('seller')).theirs).to.include({ stars: 1 });
    expect((await rate('seller')).body.code).to.equal('RATING_OVER');
    expect(await look('seller')).to.deep.include({ mayRate: false, untilMs: nowMs });
  });

  it('count their time from the first 구매확정, whatever became of the order since', async () => {
    await receivedAt(nowMs - WINDOW_MS);
    await receivedAt(nowMs - 1);
    expect((await rate('buyer')).body.code).to.equal('RATING_OVER');
    order = await received({ state: 'paid_out', stateAtMs: nowMs });
    await receivedAt(nowMs - DAY_MS);
    expect((await look('buyer')).untilMs).to.equal(nowMs - DAY_MS + WINDOW_MS);
  });

  it('are one of each side, however often they are sent, and are not changed', async () => {
    const sent = await Promise.all([rate('buyer'), rate('buyer'), rate('buyer')]);
    expect(sent.map(({ status }) => status)).to.deep.equal([201, 201, 201]);
    expect(
      codes(await rate('buyer', { stars: 1 }), await rate('buyer', { text: '아니에요.' })),
    ).to.deep.equal(['ALREADY_RATED', 'ALREADY_RATED']);
    const differing = await Promise.all([1, 2, 3].map((stars) => rate('seller', { stars })));
    expect(codes(...differing).filter((code) => code === 'ALREADY_RATED')).to.have.length(2);
    expect(await count()).to.equal(2);
  });

  it('are shown from both, when both rate at the same moment', async () => {
    await Promise.all([rate('buyer', { stars: 3 }), rate('seller', { stars: 4 })]);
    expect((await look('buyer')).theirs?.stars).to.equal(4);
    expect((await look('seller')).theirs?.stars).to.equal(3);
  });

  it('are given by the parties alone', async () => {
    expect(codes(await rate('stranger'), await rate('operator'))).to.deep.equal([
      ...['ORDER_NOT_FOUND', 'FORBIDDEN'],
    ]);
    const { token } = people.stranger;
    const strangers = await api.call('GET', `/orders/${order.orderId}/ratings`, { token });
    expect(strangers.body.code).to.equal('ORDER_NOT_FOUND');
    order = { ...order, orderId: 'none' };
    expect((await rate('buyer')).body.code).to.equal('ORDER_NOT_FOUND');
    expect(await look('buyer')).to.include({
      code: 'ORDER_NOT_FOUND',
    });
  });

  it('are given after 구매확정 alone', async () => {
    for (const state of ORDER_STATES) {
      const { orderId } = order;
      await api.deps.db.update(orders).set({ state }).where(eq(orders.orderId, orderId));
      const isRatable = ['received', 'paid_out'].includes(state);
      const untilMs = isRatable ? startMs + WINDOW_MS : null;
      expect(await look('buyer'), state).to.deep.include({ mayRate: isRatable, untilMs });
      if (isRatable) continue;
      const { body } = await rate('buyer');
      expect(body.code, state).to.equal('ORDER_STATE');
      expect(body.detail).to.deep.equal({ orderState: state });
    }
    expect(await count()).to.equal(0);
  });

  it('have one to five stars and three hundred characters', async () => {
    for (const stars of [0, 6, 4.5, -1, null, '5']) {
      expect((await rate('buyer', { stars })).body.code).to.equal('INVALID_REQUEST');
    }
    for (const text of ['가'.repeat(301), 'a\u0007', null]) {
      expect((await rate('buyer', { text })).body.code).to.equal('INVALID_REQUEST');
    }
    expect((await rate('buyer', { text: ` ${'🙂'.repeat(300)}` })).status).to.equal(201);
  });

  it('hidden by an operator keep their stars and lose their words', async () => {
    await rate('buyer', { stars: 1, text: '나쁜 말' });
    await rate('seller');
    await api.deps.db
      .update(ratings)
      .set({ hiddenAtMs: nowMs })
      .where(eq(ratings.orderId, order.orderId));
    expect((await look('seller')).theirs).to.include({ stars: 1, text: '' });
  });
});
