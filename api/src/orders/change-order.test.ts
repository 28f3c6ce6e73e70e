import { asc, eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orderEvents, orders } from '@sagopalgo/core/mysql/till-schema.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { readPersonMessage, tellPerson } from '@sagopalgo/core/redis/person-messages.ts';
import { ORDER_STATES } from '@sagopalgo/core/rules/order-states.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { overhear } from '@sagopalgo/core/testing/overheard.ts';
import { startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { leaveNoOrders, orderCalls, orderPeople, soldThing } from '../testing/order-scene.ts';
import type { As, People } from '../testing/order-scene.ts';

const DAY_MS = 86_400_000;
const MONTH_MS = 30 * DAY_MS;
const SHIPMENT = { carrier: 'cj', trackingNumber: '1234-ABC' };
const REASON = { reason: '사진과 달라요.' };

/** Each call with who may make it from where, whatever the hour; everything else is refused. */
const CALLS: Record<string, { body: object; may: Partial<Record<OrderState, As[]>> }> = {
  ship: { body: SHIPMENT, may: { paid: ['seller'], shipped: ['seller'] } },
  deliver: { body: {}, may: { shipped: ['buyer', 'seller', 'operator'] } },
  receive: { body: {}, may: { shipped: ['buyer'], delivered: ['buyer'] } },
  cancel: {
    body: REASON,
    may: {
      awaiting_payment: ['operator'],
      awaiting_deposit: ['operator'],
      paid: ['buyer', 'operator'],
    },
  },
  dispute: {
    body: REASON,
    may: {
      paid: ['operator'],
      shipped: ['buyer', 'operator'],
      delivered: ['buyer', 'operator'],
      received: ['operator'],
    },
  },
  'end-dispute': { body: { ...REASON, outcome: 'release' }, may: { disputed: ['operator'] } },
};

describe('changing an order', () => {
  let api: ApiUnderTest;
  let people: People;
  let calls: ReturnType<typeof orderCalls>;
  before(async () => {
    api = await startApi();
    people = await orderPeople(api.deps);
    calls = orderCalls(api, () => people);
  });
  after(async () => {
    await leaveNoOrders(api.deps, ...Object.values(people));
    await api.end();
  });

  /** So long ago that no hour keeps anybody from anything. */
  const sold = (state: OrderState, given: Partial<OrderRow> = {}) =>
    soldThing(api.deps, people, { state, stateAtMs: Date.now() - MONTH_MS, ...given });

  async function rowOf({ orderId }: OrderRow): Promise<OrderRow> {
    const [row] = await api.deps.db.select().from(orders).where(eq(orders.orderId, orderId));
    if (!row) throw new Error('there is no such order');
    return row;
  }
  async function eventsOf({ orderId }: OrderRow) {
    const ofOrder = eq(orderEvents.orderId, orderId);
    const { db } = api.deps;
    return await db.select().from(orderEvents).where(ofOrder).orderBy(asc(orderEvents.eventId));
  }

  for (const [what, { body, may }] of Object.entries(CALLS)) {
    it(`lets exactly those ${what} who may, and changes nothing for others`, async () => {
      const everybodyWhoMay = Object.values(may).flat();
      for (const state of ORDER_STATES) {
        for (const as of ['buyer', 'seller', 'operator', 'stranger'] as const) {
          const order = await sold(state, state === 'shipped' ? { carrier: 'post' } : {});
          const answer = await calls.do(as, order, what, body);
          const told = `${as} ${what} ${state}: ${JSON.stringify(answer.body)}`;
          if (may[state]?.includes(as)) {
            expect(answer.status, told).to.equal(200);
            expect(await rowOf(order), told).to.not.deep.equal(order);
            continue;
          }
          const code = everybodyWhoMay.includes(as) ? 'ORDER_STATE' : 'FORBIDDEN';
          expect(answer.body.code, told).to.equal(as === 'stranger' ? 'ORDER_NOT_FOUND' : code);
          if (code === 'ORDER_STATE')
            expect(answer.body.detail).to.deep.equal({ orderState: state });
          expect(await rowOf(order), told).to.deep.equal(order);
          expect(await eventsOf(order), told).to.deep.equal([]);
        }
      }
    });
  }

  it('keeps who did it and why', async () => {
    const order = await sold('delivered');
    const reason = `깨졌어요.\n${'가'.repeat(480)}😢`;
    const answer = await calls.do('buyer', order, 'dispute', { reason: `  ${reason} ` });
    expect(answer.body.orderState).to.equal('disputed');
    const [event] = await eventsOf(order);
    expect(event).to.deep.include({
      ...{ event: 'dispute', fromState: 'delivered', toState: 'disputed' },
      ...{ actor: 'buyer', actorId: order.buyerId, reason },
    });
  });

  it('notes why where nobody is asked for words of their own', async () => {
    const arrived = (who: string) => `${who}가 물건이 도착했다고 알려 줬어요.`;
    for (const [as, what, state, body, reason] of [
      ['seller', 'ship', 'paid', SHIPMENT, '발송: CJ대한통운 1234-ABC'],
      ['seller', 'ship', 'paid', { carrier: 'direct' }, '발송: 직접 전달'],
      ['buyer', 'deliver', 'shipped', {}, arrived('구매자')],
      ['seller', 'deliver', 'shipped', {}, arrived('판매자')],
      ['operator', 'deliver', 'shipped', {}, '운영자가 물건이 도착한 것을 확인했어요.'],
      ['buyer', 'receive', 'delivered', {}, '구매자가 물건을 확인하고 구매를 확정했어요.'],
    ] as const) {
      const order = await sold(state, state === 'shipped' ? { carrier: 'post' } : {});
      expect((await calls.do(as, order, what, body)).status).to.equal(200);
      expect(await eventsOf(order), reason).to.have.length(1);
      expect((await eventsOf(order))[0]).to.deep.include({
        ...{ event: what, actor: as, actorId: people[as].userId, reason },
      });
    }
  });

  it('takes no reason that is missing, too long or cannot be shown', async () => {
    const order = await sold('delivered');
    for (const reason of [undefined, '', ' \n ', '가'.repeat(501), 'a\u0000b', 'a\u001b[31mb']) {
      for (const [as, what] of [
        ['buyer', 'dispute'],
        ['operator', 'cancel'],
      ] as const) {
        const { body } = await calls.do(as, order, what, { reason });
        expect(body.code, `${what} ${reason}`).to.equal('INVALID_REQUEST');
        expect(body.detail.fields[0]?.path).to.equal('reason');
      }
    }
    expect(await rowOf(order)).to.deep.equal(order);
  });

  it('marks it as shipped with carrier and number', async () => {
    const order = await sold('paid');
    const beforeMs = Date.now();
    const { body } = await calls.do('seller', order, 'ship', SHIPMENT);
    const { shipment, orderState } = await calls.seen('buyer', order);
    expect([orderState, body.orderState]).to.deep.equal(['shipped', 'shipped']);
    expect(shipment).to.deep.include(SHIPMENT);
    expect(shipment?.shippedAtMs).to.be.within(beforeMs, Date.now());
    const direct = await sold('paid');
    expect((await calls.do('seller', direct, 'ship', { carrier: 'direct' })).status).to.equal(200);
    expect((await calls.seen('buyer', direct)).shipment?.trackingNumber).to.equal(null);
  });

  it('puts carrier and number right while it is under way, and keeps what they were', async () => {
    const order = await sold('paid');
    await calls.do('seller', order, 'ship', SHIPMENT);
    const sent = await rowOf(order);
    const right = { carrier: 'post', trackingNumber: '99' };
    expect((await calls.do('seller', order, 'ship', right)).status).to.equal(200);
    expect(await rowOf(order)).to.deep.equal({ ...sent, ...right });
    // The same once more is nothing new.
    expect((await calls.do('seller', order, 'ship', right)).status).to.equal(200);
    const events = await eventsOf(order);
    expect(events.map(({ event }) => event)).to.deep.equal(['ship', 'shipment-changed']);
    expect(events[1]).to.deep.include({
      ...{ fromState: 'shipped', toState: 'shipped', actor: 'seller', actorId: order.sellerId },
      reason: '이전: CJ대한통운 1234-ABC',
    });
  });

  it('lets a shipment be put right ten times a day, so that nothing is lost among changes', async () => {
    const order = await sold('shipped');
    const right = (trackingNumber: string) =>
      calls.do('seller', order, 'ship', { carrier: 'cj', trackingNumber });
    for (let n = 1; n <= 10; n += 1) expect((await right(`no-${n}`)).status).to.equal(200);
    const refused = await right('one-more');
    expect([refused.status, refused.body.code]).to.deep.equal([429, 'RATE_LIMITED']);
    expect((await rowOf(order)).trackingNumber).to.equal('no-10');
    // What stands there already is no change.
    expect((await right('no-10')).status).to.equal(200);
    await api.deps.db
      .update(orderEvents)
      .set({ happenedAtMs: Date.now() - DAY_MS })
      .where(eq(orderEvents.orderId, order.orderId));
    expect((await right('one-more')).status).to.equal(200);
  });

  it('takes no shipment that no courier would know', async () => {
    const order = await sold('paid');
    const faults = [
      { carrier: 'pigeon', trackingNumber: '1' },
      { carrier: 'cj' },
      ...['', '1 2', '<b>', '가', '1'.repeat(41), '1\u0000'].map((trackingNumber) => ({
        ...{ carrier: 'cj', trackingNumber },
      })),
    ];
    for (const body of faults) {
      const answer = await calls.do('seller', order, 'ship', body);
      expect(answer.body.code, JSON.stringify(body)).to.equal('INVALID_REQUEST');
    }
    expect(await rowOf(order)).to.deep.equal(order);
  });

  it('takes a seller’s word that it arrived only a day after shipping', async () => {
    const stateAtMs = Date.now() - DAY_MS + 60_000;
    const order = await sold('shipped', { stateAtMs });
    const { status, body } = await calls.do('seller', order, 'deliver');
    expect([status, body.code]).to.deep.equal([409, 'TOO_EARLY']);
    expect(body.detail).to.deep.equal({ fromMs: stateAtMs + DAY_MS });
    expect(await rowOf(order)).to.deep.equal(order);
    const beforeMs = Date.now();
    expect((await calls.do('buyer', order, 'deliver')).body.orderState).to.equal('delivered');
    expect((await rowOf(order)).deliveredAtMs).to.be.within(beforeMs, Date.now());
  });

  it('tells both parties once it has been kept, and nobody of what was refused', async () => {
    const order = await sold('shipped');
    const heard = await Promise.all(
      [order.buyerId, order.sellerId].map((id) => overhear(personChannel(id))),
    );
    await calls.do('seller', order, 'receive');
    await calls.do('buyer', order, 'receive');
    const { auctionId, orderId, amountKrw, payByMs } = order;
    const data = { auctionId, orderId, orderState: 'received', amountKrw, payByMs };
    for (const [index, person] of heard.entries()) {
      await tellPerson(api.deps.redis, [order.buyerId, order.sellerId][index] ?? '', []);
      const messages = await person.heard(2);
      expect(messages.map(readPersonMessage)).to.deep.equal([
        { told: [{ event: 'order', data }] },
        { told: [] },
      ]);
      person.leave();
    }
  });

  it('is done once when asked twice at the same moment', async () => {
    const order = await sold('shipped');
    const answers = await Promise.all([1, 2, 3].map(() => calls.do('buyer', order, 'receive')));
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).to.deep.equal([200, 409, 409]);
    expect(await eventsOf(order)).to.have.length(1);
  });
});
