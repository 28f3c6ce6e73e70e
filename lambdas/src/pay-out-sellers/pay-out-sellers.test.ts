import process from 'node:process';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { orderEvents, orders, payoutAccounts, payouts } from '@sagopalgo/core/mysql/till-schema.ts';
import { refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { readPersonMessage } from '@sagopalgo/core/redis/person-messages.ts';
import { checkBooks } from '@sagopalgo/core/orders/check-books.ts';
import { moneyOfOrder, owedKrw } from '@sagopalgo/core/orders/books.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import type { TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';
import { retryRefund } from '@sagopalgo/core/orders/refunds.ts';
import { ORDER_STATES } from '@sagopalgo/core/rules/order-states.ts';
import { addRefund, giveBack, mustMove } from '@sagopalgo/core/testing/booked-orders.ts';
import { openTestOrder, orderRow, payFor } from '@sagopalgo/core/testing/booked-orders.ts';
import type { OrderGiven } from '@sagopalgo/core/testing/booked-orders.ts';
import { quietLog, testToss } from '@sagopalgo/core/testing/connections.ts';
import { recordedToss, serveToss } from '@sagopalgo/core/testing/recorded-toss.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { overhear } from '@sagopalgo/core/testing/overheard.ts';
import { endLambdaConnections } from '../connections.ts';
import { openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { handler } from './handler.ts';
import { payOutOrder, payOutSellers } from './pay-out-sellers.ts';

const NUMBER = '110123456789';
const OPERATOR = { actor: 'operator', actorId: 'o', reason: 'a test', nowMs: 4 } as const;

describe('paying sellers out', () => {
  let own: OwnDatabase;
  let shared: LambdaTestConnections;
  let connections: TillDeps;
  let log: ReturnType<typeof quietLog>;
  let db: Db;
  before(async () => {
    shared = await openLambdaConnections();
  });
  beforeEach(async () => {
    own = await openOwnDatabase();
    ({ db } = own);
    log = quietLog();
    connections = { ...shared, db, log, toss: recordedToss(() => db) };
  });
  afterEach(async () => {
    const faults = await checkBooks(db);
    await own.end();
    expect(faults).to.deep.equal([]);
  });
  after(async () => {
    await endLambdaConnections();
    await shared.end();
  });

  const giveAccount = (userId: string, of: Db = db) => {
    const account = { bank: '88', accountNumber: NUMBER, holderName: '김판매', changedAtMs: 1 };
    return of.insert(payoutAccounts).values({ userId, ...account });
  };
  const payoutsOf = ({ orderId }: OrderRow, of: Db = db) =>
    of.select().from(payouts).where(eq(payouts.orderId, orderId));
  const stateOf = async ({ orderId }: OrderRow, of: Db = db) => (await orderRow(of, orderId)).state;

  /** A confirmed order that is paid for; its seller has said no account yet. */
  async function received(given: OrderGiven = {}, of: Db = db) {
    const { orderId } = await openTestOrder(of, given);
    const tossOrderId = await payFor(of, orderId);
    const order = await of.transaction(async (tx) => {
      await mustMove(tx, orderId, 'ship', { actor: 'seller', reason: 'a test', nowMs: 2 });
      return await mustMove(tx, orderId, 'receive', { actor: 'buyer', reason: 'a test', nowMs: 3 });
    });
    return { order, tossOrderId };
  }

  it('lists what is owed with the account as it is now, books it and tells both', async () => {
    const { order } = await received({ premiumBp: 1_000 });
    const { orderId, buyerId, sellerId } = order;
    await giveAccount(sellerId);
    const people = await Promise.all([buyerId, sellerId].map((id) => overhear(personChannel(id))));
    expect(await payOutSellers(connections)).to.deep.equal({ paid: 1 });
    const [payout, ...more] = await payoutsOf(order);
    expect(more).to.deep.equal([]);
    const account = { bank: '88', accountNumber: NUMBER, holderName: '김판매' };
    expect(payout).to.include({ amountKrw: 95_000, sellerId, ...account });
    expect(await owedKrw(db, order)).to.equal(0);
    expect((await moneyOfOrder(db, orderId)).payout).to.equal(95_000);
    expect(await stateOf(order)).to.equal('paid_out');
    for (const person of people) {
      const [message = ''] = await person.heard(1);
      const told = readPersonMessage(message);
      expect(told).to.have.nested.property('told[0].data.orderState', 'paid_out');
      person.leave();
    }
  });

  it('says the account number to no log', async () => {
    const { order } = await received();
    await giveAccount(order.sellerId);
    await payOutSellers(connections);
    expect(log.events.map(({ event }) => event)).to.deep.equal([
      ...['payment.looked-up', 'seller.paid-out'],
    ]);
    expect(JSON.stringify(log.events)).not.to.include(NUMBER).and.not.to.include('김판매');
  });

  it('waits until the seller has said an account', async () => {
    const { order } = await received();
    expect(await payOutSellers(connections)).to.deep.equal({});
    expect(await payOutOrder(connections, order.orderId)).to.equal('waits');
    expect(await stateOf(order)).to.equal('received');
    await giveAccount(order.sellerId);
    expect(await payOutSellers(connections)).to.deep.equal({ paid: 1 });
  });

  it('waits while money of the order is on its way back, and pays what is left after it', async () => {
    const { order, tossOrderId } = await received();
    await giveAccount(order.sellerId);
    const refundId = await addRefund(db, order, { tossOrderId, amountKrw: 1, state: 'pending' });
    expect(await payOutSellers(connections)).to.deep.equal({});
    expect(await payOutOrder(connections, order.orderId)).to.equal('waits');
    const refused = { state: 'refused' as const };
    await db.update(refunds).set(refused).where(eq(refunds.refundId, refundId));
    // A later one that was done makes the refused one good.
    await giveBack(db, { tossOrderId, refundKrw: 40_000, nowMs: 4 });
    expect(await payOutSellers(connections)).to.deep.equal({ paid: 1 });
    expect((await payoutsOf(order))[0]?.amountKrw).to.equal(57_000);
  });

  for (const state of ['needs-account', 'refused'] as const) {
    it(`keeps back no more than a refund that is ${state}, and lets that go on afterwards`, async () => {
      const { order, tossOrderId } = await received();
      await giveAccount(order.sellerId);
      const refundId = await addRefund(db, order, { tossOrderId, amountKrw: 40_000, state });
      expect(await payOutSellers(connections)).to.deep.equal({ paid: 1 });
      expect((await payoutsOf(order))[0]?.amountKrw).to.equal(57_000);
      expect(await owedKrw(db, order)).to.equal(38_000);
      expect(await checkBooks(db)).to.deep.equal([]);
      await db.update(refunds).set({ state: 'refused' }).where(eq(refunds.refundId, refundId));
      const paidOut = await orderRow(db, order.orderId);
      expect(paidOut.state).to.equal('paid_out');
      const word = { ...OPERATOR, asksAccount: false };
      const isRetried = await db.transaction((tx) => retryRefund(tx, paidOut, refundId, word));
      expect(isRetried).to.equal(true);
      await giveBack(db, { tossOrderId, refundKrw: 40_000, nowMs: 5 });
      expect(await owedKrw(db, order)).to.equal(0);
      expect(await stateOf(order)).to.equal('paid_out');
    });
  }

  it('keeps back no more than there is, where more was refused than was paid', async () => {
    const { order, tossOrderId } = await received();
    await giveAccount(order.sellerId);
    for (const amountKrw of [80_000, 70_000]) {
      await addRefund(db, order, { tossOrderId, amountKrw, state: 'refused' });
    }
    expect(await payOutSellers(connections)).to.deep.equal({ 'nothing-owed': 1 });
    expect(await owedKrw(db, order)).to.equal(95_000);
  });

  it('does not wait for the way back of what had come for nothing', async () => {
    const { order } = await received();
    await giveAccount(order.sellerId);
    await payFor(db, order.orderId);
    expect(await db.$count(refunds, eq(refunds.state, 'pending'))).to.equal(1);
    expect(await payOutSellers(connections)).to.deep.equal({ paid: 1 });
    expect((await payoutsOf(order))[0]?.amountKrw).to.equal(95_000);
  });

  it('says in the order’s history why', async () => {
    const { order } = await received();
    await giveAccount(order.sellerId);
    await payOutSellers(connections);
    const events = db.select().from(orderEvents).where(eq(orderEvents.orderId, order.orderId));
    expect((await events).at(-1)).to.include({
      ...{ event: 'pay-out', actor: 'system', actorId: null },
      reason: '구매가 확정돼서 판매 대금을 정산했어요.',
    });
  });

  it('ends an order of which nothing is owed any more, without an account', async () => {
    const { order, tossOrderId } = await received();
    await giveBack(db, { tossOrderId, refundKrw: 100_000, nowMs: 4 });
    expect(await payOutSellers(connections)).to.deep.equal({ 'nothing-owed': 1 });
    expect(await stateOf(order)).to.equal('paid_out');
    expect(await payoutsOf(order)).to.deep.equal([]);
    const events = db.select().from(orderEvents).where(eq(orderEvents.orderId, order.orderId));
    expect((await events).at(-1)).to.include({
      ...{ event: 'pay-out', actor: 'system', actorId: null },
      reason: '돌려준 금액을 빼면 정산할 금액이 없어요.',
    });
  });

  for (const state of ORDER_STATES.filter((each) => each !== 'received')) {
    it(`pays nothing out of an order that is ${state}`, async () => {
      const { order } = await received();
      await giveAccount(order.sellerId);
      const only = eq(orders.orderId, order.orderId);
      await db.update(orders).set({ state }).where(only);
      expect(await payOutSellers(connections)).to.deep.equal({});
      expect(await payOutOrder(connections, order.orderId)).to.equal('waits');
      expect(await payoutsOf(order)).to.deep.equal([]);
      expect((await moneyOfOrder(db, order.orderId)).payout).to.equal(0);
      await db.update(orders).set({ state: 'received' }).where(only);
    });
  }

  it('pays once where several do it at once, and again later', async () => {
    const { order } = await received();
    await giveAccount(order.sellerId);
    const paying = Array.from({ length: 4 }, () => payOutOrder(connections, order.orderId));
    expect((await Promise.all(paying)).toSorted()).to.deep.equal([
      ...['paid', 'waits', 'waits', 'waits'],
    ]);
    expect(await payOutOrder(connections, order.orderId)).to.equal('waits');
    expect(await payoutsOf(order)).to.have.length(1);
    expect((await moneyOfOrder(db, order.orderId)).payout).to.equal(95_000);
  });

  it('stops at its bound, the longest waiting first, and goes on the next time', async () => {
    const found = await Promise.all([received(), received(), received()]);
    for (const [index, { order }] of found.entries()) {
      await giveAccount(order.sellerId);
      const only = eq(orders.orderId, order.orderId);
      await db
        .update(orders)
        .set({ stateAtMs: 30 - index })
        .where(only);
    }
    expect(await payOutSellers(connections, { ordersMax: 2 })).to.deep.equal({ paid: 2 });
    const states = await Promise.all(found.map(({ order }) => stateOf(order)));
    expect(states).to.deep.equal(['received', 'paid_out', 'paid_out']);
    expect(await payOutSellers(connections, { ordersMax: 2 })).to.deep.equal({ paid: 1 });
  });

  it('pays the others where one fails, and fails then', async () => {
    const unsold = await openTestOrder(db);
    await db.update(orders).set({ state: 'received' }).where(eq(orders.orderId, unsold.orderId));
    const { order } = await received();
    await giveAccount(order.sellerId);
    const failure = await payOutSellers(connections).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(AggregateError);
    expect(String((failure as AggregateError).errors[0])).to.include('no sale of it is booked');
    expect(await stateOf(order)).to.equal('paid_out');
    expect(await stateOf(unsold)).to.equal('received');
    await db
      .update(orders)
      .set({ state: 'awaiting_payment' })
      .where(eq(orders.orderId, unsold.orderId));
  });

  it('is woken by its schedule', async () => {
    const { order } = await received({}, shared.db);
    await giveAccount(order.sellerId, shared.db);
    const toss = await serveToss(recordedToss(() => shared.db));
    process.env['TOSS_API_BASE_URL'] = toss.url;
    // Other tests may have left orders there that are confirmed and were never sold.
    const failure = await handler().then(
      () => null,
      (error: unknown) => error,
    );
    process.env['TOSS_API_BASE_URL'] = testToss().TOSS_API_BASE_URL;
    await toss.close();
    if (failure !== null) expect(failure).to.be.instanceOf(AggregateError);
    expect(await stateOf(order, shared.db)).to.equal('paid_out');
    expect(await payoutsOf(order, shared.db)).to.have.length(1);
  });
});
