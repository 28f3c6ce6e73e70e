import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orderEvents, orders, payments, refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { workingDayDeadlineMs } from '@sagopalgo/core/rules/working-days.ts';
import { startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { leaveNoOrders, orderCalls, orderPeople, soldThing } from '../testing/order-scene.ts';
import type { As, People } from '../testing/order-scene.ts';

const MONTH_MS = 30 * 86_400_000;
const REASON = { reason: '판매자가 보내지 않아요.' };

describe('giving a buyer’s money back', () => {
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

  const sold = (state: OrderState, given: Partial<OrderRow> = {}) =>
    soldThing(api.deps, people, { state, premiumKrw: 1_000, ...given });
  const end = (as: As, order: OrderRow, body: object) =>
    calls.do(as, order, 'end-dispute', { ...REASON, ...body });
  const refundsOf = ({ orderId }: OrderRow) =>
    api.deps.db.select().from(refunds).where(eq(refunds.orderId, orderId));
  async function stateOf({ orderId }: OrderRow): Promise<OrderState | undefined> {
    const [row] = await api.deps.db.select().from(orders).where(eq(orders.orderId, orderId));
    return row?.state;
  }
  async function expectUntouched(order: OrderRow): Promise<void> {
    expect(await stateOf(order)).to.equal(order.state);
    expect(await refundsOf(order)).to.deep.equal([]);
    const { db } = api.deps;
    const told = await db.$count(orderEvents, eq(orderEvents.orderId, order.orderId));
    expect(told).to.equal(0);
  }

  it('lets a buyer cancel what was not shipped within three working days, not before', async () => {
    const early = await sold('paid');
    const { status, body } = await calls.do('buyer', early, 'cancel', REASON);
    expect([status, body.code]).to.deep.equal([409, 'TOO_EARLY']);
    expect(body.detail).to.deep.equal({ fromMs: workingDayDeadlineMs(early.stateAtMs, 3) });
    await expectUntouched(early);
    const late = await sold('paid', { stateAtMs: Date.now() - MONTH_MS });
    const answer = await calls.do('buyer', late, 'cancel', REASON);
    expect(answer.body.orderState).to.equal('cancelled');
    const [refund, ...others] = await refundsOf(late);
    expect(others).to.deep.equal([]);
    const expected = { amountKrw: 51_000, cause: 'not-shipped', state: 'pending', ...REASON };
    expect(refund).to.deep.include(expected);
  });

  it('lets an operator cancel what is paid at any time', async () => {
    const order = await sold('paid');
    await calls.do('operator', order, 'cancel', REASON);
    expect(await stateOf(order)).to.equal('cancelled');
    expect((await refundsOf(order))[0]).to.deep.include({ amountKrw: 51_000, cause: 'cancelled' });
  });

  it('lets an operator call off what is not paid, with nothing to give back', async () => {
    for (const state of ['awaiting_payment', 'awaiting_deposit'] as const) {
      const order = await sold(state);
      expect((await calls.do('operator', order, 'cancel', REASON)).status).to.equal(200);
      expect(await stateOf(order)).to.equal('cancelled');
      expect(await refundsOf(order)).to.deep.equal([]);
    }
  });

  it('gives all back when a dispute is upheld', async () => {
    const order = await sold('disputed');
    const answer = await end('operator', order, { outcome: 'refund' });
    expect(answer.body.orderState).to.equal('cancelled');
    const expected = { amountKrw: 51_000, cause: 'dispute', state: 'pending', ...REASON };
    expect((await refundsOf(order))[0]).to.deep.include(expected);
  });

  it('gives back only what has not gone back before', async () => {
    const order = await sold('disputed');
    await end('operator', order, { outcome: 'partial', refundKrw: 20_000 });
    await calls.do('operator', order, 'dispute', REASON);
    await end('operator', order, { outcome: 'refund' });
    const amounts = (await refundsOf(order)).map(({ amountKrw }) => amountKrw);
    expect(amounts).to.have.members([20_000, 31_000]);
    expect(await stateOf(order)).to.equal('cancelled');
  });

  it('gives some back when a dispute is settled, and the rest goes to the seller', async () => {
    const order = await sold('disputed');
    const answer = await end('operator', order, { outcome: 'partial', refundKrw: 7_000 });
    expect(answer.body.orderState).to.equal('received');
    const expected = { amountKrw: 7_000, cause: 'partial', state: 'pending', ...REASON };
    expect((await refundsOf(order))[0]).to.deep.include(expected);
  });

  it('settles for no more than leaves something, and says how much that is', async () => {
    const order = await sold('disputed');
    for (const refundKrw of [51_000, 51_001, 1e12]) {
      const { status, body } = await end('operator', order, { outcome: 'partial', refundKrw });
      expect([status, body.code]).to.deep.equal([409, 'REFUND_TOO_LARGE']);
      expect(body.detail).to.deep.equal({ maxKrw: 50_999 });
    }
    for (const refundKrw of [0, -1, 1.5, undefined]) {
      const { body } = await end('operator', order, { outcome: 'partial', refundKrw });
      expect(body.code, String(refundKrw)).to.equal('INVALID_REQUEST');
    }
    await expectUntouched(order);
    const most = await end('operator', order, { outcome: 'partial', refundKrw: 50_999 });
    expect(most.status).to.equal(200);
  });

  it('gives nothing back when a dispute is released', async () => {
    const order = await sold('disputed');
    const answer = await end('operator', order, { outcome: 'release' });
    expect(answer.body.orderState).to.equal('received');
    expect(await refundsOf(order)).to.deep.equal([]);
  });

  it('keeps the operator’s words whole, however long', async () => {
    const order = await sold('disputed');
    const reason = '가'.repeat(500);
    expect((await end('operator', order, { outcome: 'refund', reason })).status).to.equal(200);
    const { history } = await calls.seen('buyer', order);
    const upheld = history.find(({ event }) => event === 'uphold-dispute');
    expect(upheld).to.deep.include({ by: 'operator', reason });
  });

  it('lets no operator decide about what they have a part in', async () => {
    const { buyer, seller, operator } = people;
    for (const parties of [
      { buyer: operator, seller },
      { buyer, seller: operator },
    ]) {
      const disputed = await soldThing(api.deps, parties, { state: 'disputed' });
      for (const outcome of [{ outcome: 'refund' }, { outcome: 'release' }]) {
        expect((await end('operator', disputed, outcome)).body.code).to.equal('FORBIDDEN');
      }
      await expectUntouched(disputed);
      const paid = await soldThing(api.deps, parties, { state: 'paid' });
      const { body } = await calls.do('operator', paid, 'cancel', REASON);
      expect(body.code).to.equal(parties.buyer === operator ? 'TOO_EARLY' : 'FORBIDDEN');
      await expectUntouched(paid);
    }
  });

  it('calls nothing off whose money cannot be found', async () => {
    for (const [state, what] of [
      ['paid', 'cancel'],
      ['disputed', 'end-dispute'],
    ] as const) {
      const order = await sold(state);
      await api.deps.db.delete(payments).where(eq(payments.orderId, order.orderId));
      const body = state === 'paid' ? REASON : { ...REASON, outcome: 'refund' };
      const answer = await calls.do('operator', order, what, body);
      expect(answer.body.code).to.equal('INTERNAL');
      await expectUntouched(order);
    }
  });

  it('refunds at once what somebody has given back at Toss before', async () => {
    for (const [state, what, outcome] of [
      ['disputed', 'end-dispute', { outcome: 'refund' }],
      ['paid', 'cancel', {}],
    ] as const) {
      const order = await sold(state);
      const gone = { state: 'cancelled', balanceKrw: 0 } as const;
      await api.deps.db.update(payments).set(gone).where(eq(payments.orderId, order.orderId));
      const [payment] = await api.deps.db
        .select()
        .from(payments)
        .where(eq(payments.orderId, order.orderId));
      await api.deps.db.insert(refunds).values({
        ...{ refundId: `toss-${order.orderId}`.slice(0, 40), orderId: order.orderId },
        ...{ tossOrderId: String(payment?.tossOrderId), amountKrw: 51_000, cause: 'cancelled' },
        ...{ reason: '토스', state: 'done', createdAtMs: 1, doneAtMs: 1 },
      });
      if (state === 'disputed') {
        const some = await end('operator', order, { outcome: 'partial', refundKrw: 1 });
        expect(some.body.detail).to.deep.equal({ maxKrw: 0 });
      }
      const { body } = await calls.do('operator', order, what, { ...REASON, ...outcome });
      expect(body.orderState).to.equal('refunded');
      expect(await refundsOf(order)).to.have.length(1);
    }
  });

  it('opens one refund, however many ask at the same moment', async () => {
    const late = await sold('paid', { stateAtMs: Date.now() - MONTH_MS });
    const answers = await Promise.all([
      calls.do('buyer', late, 'cancel', REASON),
      calls.do('operator', late, 'cancel', REASON),
      calls.do('seller', late, 'ship', { carrier: 'direct' }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    const isCancelled = (await stateOf(late)) === 'cancelled';
    expect(await refundsOf(late)).to.have.length(isCancelled ? 1 : 0);
  });
});
