import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { asc, eq, sql } from 'drizzle-orm';
import { expect } from 'chai';
import { orderEvents, orders, refunds, tillTerms } from '@sagopalgo/core/mysql/till-schema.ts';
import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';
import { moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { readPersonMessage } from '@sagopalgo/core/redis/person-messages.ts';
import { eventually, quietLog, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { overhear } from '@sagopalgo/core/testing/overheard.ts';
import { addOrder } from '@sagopalgo/core/testing/some-order.ts';
import { addPayment } from '@sagopalgo/core/testing/some-payment.ts';
import { endLambdaConnections, openConnections } from '../connections.ts';
import type { OwnedConnections } from '../connections.ts';
import { advanceOrders } from './advance-orders.ts';
import { handler } from './handler.ts';

const DAY_MS = 86_400_000;
/** A Wednesday, with no holiday in the two weeks before. */
const NOW_MS = Date.parse('2026-11-25T12:00:00+09:00');

describe('what time does to orders', () => {
  // A database of its own, as what is due is looked for among all orders there are. By the beginning of
  // its name the run clears it up when it was cut off.
  const ownUrl = new URL(testUrls().mysqlUrl);
  const { TEST_DATABASES = 'sagopalgo_test_' } = process.env;
  const database = `${TEST_DATABASES}${randomUUID().slice(0, 8)}`;
  let connections: OwnedConnections;
  before(async () => {
    const [{ mysqlUrl, redisUrl }, log] = [testUrls(), quietLog()];
    const server = openConnections({ mysqlUrl, redisUrl }, log);
    await server.db.execute(sql.raw(`CREATE DATABASE ${database}`));
    await server.end();
    ownUrl.pathname = `/${database}`;
    await migrateDatabase(ownUrl.href);
    const opened = openConnections({ mysqlUrl: ownUrl.href, redisUrl }, log);
    await whenConnected(opened.redis);
    connections = { ...opened, now: () => NOW_MS };
  });
  after(async () => {
    await connections.db.execute(sql.raw(`DROP DATABASE ${database}`));
    await connections.end();
  });
  afterEach(() => connections.db.delete(orders));

  const shipped = (stateAtMs: number) => addOrder(connections.db, { state: 'shipped', stateAtMs });
  const delivered = (stateAtMs: number) =>
    addOrder(connections.db, { state: 'delivered', stateAtMs });
  async function paid(stateAtMs: number): Promise<OrderRow> {
    const order = await addOrder(connections.db, { state: 'paid', stateAtMs });
    await addPayment(connections.db, order);
    return order;
  }

  async function rowOf({ orderId }: OrderRow): Promise<OrderRow> {
    const [row] = await connections.db.select().from(orders).where(eq(orders.orderId, orderId));
    if (!row) throw new Error('there is no such order');
    return row;
  }
  async function eventsOf({ orderId }: OrderRow) {
    const ofOrder = eq(orderEvents.orderId, orderId);
    const { db } = connections;
    return await db.select().from(orderEvents).where(ofOrder).orderBy(asc(orderEvents.eventId));
  }
  const refundsOf = ({ orderId }: OrderRow) =>
    connections.db.select().from(refunds).where(eq(refunds.orderId, orderId));

  it('takes a shipped order for delivered 14 days later, not a moment before', async () => {
    const due = await shipped(NOW_MS - 14 * DAY_MS);
    const early = await shipped(NOW_MS - 14 * DAY_MS + 1);
    expect(await advanceOrders(connections)).to.deep.equal({ found: 1, moved: 1 });
    expect(await rowOf(due)).to.deep.include({
      ...{ state: 'delivered', stateAtMs: NOW_MS, deliveredAtMs: NOW_MS },
    });
    expect(await rowOf(early)).to.deep.equal(early);
    const [event] = await eventsOf(due);
    expect(event).to.deep.include({ event: 'deliver', actor: 'system', actorId: null });
    expect(event?.reason).to.include('배송된 것으로');
  });

  it('confirms a delivered order 7 days later, not a moment before', async () => {
    const due = await delivered(NOW_MS - 7 * DAY_MS);
    const early = await delivered(NOW_MS - 7 * DAY_MS + 1);
    expect(await advanceOrders(connections)).to.deep.equal({ found: 1, moved: 1 });
    expect(await rowOf(due)).to.deep.include({ state: 'received', stateAtMs: NOW_MS });
    expect(await rowOf(early)).to.deep.equal(early);
  });

  it('calls off what was not shipped in 7 working days, and has all of it go back', async () => {
    const due = await paid(Date.parse('2026-11-13T23:59:59+09:00'));
    const early = await paid(Date.parse('2026-11-16T00:00:00+09:00'));
    expect(await advanceOrders(connections)).to.deep.equal({ found: 1, moved: 1 });
    expect(await rowOf(due)).to.deep.include({ state: 'cancelled', stateAtMs: NOW_MS });
    expect(await refundsOf(due)).to.have.length(1);
    expect((await refundsOf(due))[0]).to.deep.include({
      ...{ amountKrw: due.amountKrw, cause: 'not-shipped', state: 'pending' },
      reason: '결제한 뒤 7영업일 안에 발송되지 않았어요.',
    });
    expect(await rowOf(early)).to.deep.equal(early);
    expect(await refundsOf(early)).to.deep.equal([]);
  });

  it('leaves every other order alone, however old', async () => {
    const states = ['awaiting_payment', 'paying', 'received', 'disputed', 'cancelled'] as const;
    const old = await Promise.all(
      states.map((state) => addOrder(connections.db, { state, stateAtMs: 1 })),
    );
    expect(await advanceOrders(connections)).to.deep.equal({ found: 0, moved: 0 });
    for (const order of old) expect(await rowOf(order)).to.deep.equal(order);
  });

  it('goes by the terms that operators have set', async () => {
    const terms = { deliveredAfterMs: 3_600_000, receivedAfterMs: 7_200_000 };
    const set = { terms: JSON.stringify({ ...terms, refundAfterWorkingDays: 1 }) };
    const { db } = connections;
    await db.insert(tillTerms).values({ ...set, operatorId: 'o', reason: '시험', setAtMs: 1 });
    const [sent, arrived] = [
      await shipped(NOW_MS - 3_600_000),
      await delivered(NOW_MS - 7_200_000),
    ];
    const forgotten = await paid(NOW_MS - 2 * DAY_MS);
    expect(await advanceOrders(connections)).to.deep.equal({ found: 3, moved: 3 });
    await db.delete(tillTerms);
    const states = await Promise.all([sent, arrived, forgotten].map(rowOf));
    expect(states.map(({ state }) => state)).to.deep.equal([
      ...['delivered', 'received', 'cancelled'],
    ]);
  });

  it('moves each once, again or twice at the same moment', async () => {
    const due = [
      ...[await shipped(1), await delivered(1), await paid(1)],
      ...[await shipped(2), await delivered(2), await paid(2)],
      ...(await Promise.all(Array.from({ length: 6 }, (_, index) => paid(3 + index)))),
    ];
    const runs = await Promise.all([advanceOrders(connections), advanceOrders(connections)]);
    expect(runs.reduce((sum, { moved }) => sum + moved, 0)).to.equal(due.length);
    expect(await advanceOrders(connections)).to.deep.equal({ found: 0, moved: 0 });
    for (const order of due) {
      const moves = (await eventsOf(order)).filter(
        ({ fromState, toState }) => fromState !== toState,
      );
      expect(moves).to.have.length(1);
      expect(await refundsOf(order)).to.have.length(order.state === 'paid' ? 1 : 0);
    }
  });

  it('gives way to whoever is quicker at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [sent, waiting] = [await shipped(1), await paid(1)];
      const why = { reason: 'a test', nowMs: NOW_MS };
      const buyer = { actor: 'buyer', actorId: sent.buyerId, ...why } as const;
      const seller = { actor: 'seller', actorId: waiting.sellerId, ...why } as const;
      const { db } = connections;
      const [{ moved }, received, sentOff] = await Promise.all([
        advanceOrders(connections),
        db.transaction((tx) => moveOrder(tx, sent.orderId, 'receive', buyer)),
        db.transaction((tx) => moveOrder(tx, waiting.orderId, 'ship', seller)),
      ]);
      // Who is handed it can still be content with what is taken for delivered.
      expect(received.isMoved).to.equal(true);
      expect((await rowOf(sent)).state).to.equal('received');
      const isCancelled = (await rowOf(waiting)).state === 'cancelled';
      expect(isCancelled).to.equal(!sentOff.isMoved);
      expect(await refundsOf(waiting)).to.have.length(isCancelled ? 1 : 0);
      expect(moved).to.be.within(isCancelled ? 1 : 0, isCancelled ? 2 : 1);
      await db.delete(orders);
    }
  });

  it('leaves alone what stands anew by the time it is locked', async () => {
    const order = await paid(1);
    const running = await connections.db.transaction(async (tx) => {
      await tx.update(orders).set({ stateAtMs: NOW_MS }).where(eq(orders.orderId, order.orderId));
      const advancing = advanceOrders(connections);
      await eventually(() => isWaitingForLock(connections));
      return { advancing };
    });
    expect(await running.advancing).to.deep.equal({ found: 1, moved: 0 });
    expect((await rowOf(order)).state).to.equal('paid');
    expect(await refundsOf(order)).to.deep.equal([]);
  });

  it('takes so many in one run, the oldest first, and the rest in the next', async () => {
    const [second, first, third] = [await shipped(20), await shipped(10), await shipped(30)];
    expect(await advanceOrders(connections, { ordersMax: 2 })).to.deep.equal({
      found: 2,
      moved: 2,
    });
    expect((await rowOf(third)).state).to.equal('shipped');
    expect([await rowOf(first), await rowOf(second)].map(({ state }) => state)).to.deep.equal([
      ...['delivered', 'delivered'],
    ]);
    expect(await advanceOrders(connections, { ordersMax: 2 })).to.deep.equal({
      found: 1,
      moved: 1,
    });
  });

  it('goes on with the others where one fails, of which nothing is kept', async () => {
    const without = await addOrder(connections.db, { state: 'paid', stateAtMs: 1 });
    const others = [await paid(2), await shipped(1)];
    const failed = await advanceOrders(connections).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(AggregateError);
    expect((failed as AggregateError).errors).to.have.length(1);
    expect(await rowOf(without)).to.deep.equal(without);
    expect(await eventsOf(without)).to.deep.equal([]);
    const states = await Promise.all(others.map(rowOf));
    expect(states.map(({ state }) => state)).to.deep.equal(['cancelled', 'delivered']);
  });

  it('tells both parties once it has happened', async () => {
    const due = await delivered(1);
    const heard = await Promise.all(
      [due.buyerId, due.sellerId].map((id) => overhear(personChannel(id))),
    );
    await advanceOrders(connections);
    const { auctionId, orderId, amountKrw, payByMs } = due;
    const data = { auctionId, orderId, orderState: 'received', amountKrw, payByMs };
    for (const person of heard) {
      const [message = ''] = await person.heard(1);
      expect(readPersonMessage(message)).to.deep.equal({ told: [{ event: 'order', data }] });
      person.leave();
    }
  });

  it('is woken by its schedule', async () => {
    const due = await shipped(1);
    const { MYSQL_URL } = process.env;
    try {
      process.env.MYSQL_URL = ownUrl.href;
      await handler();
    } finally {
      process.env.MYSQL_URL = MYSQL_URL;
      await endLambdaConnections();
    }
    expect((await rowOf(due)).state).to.equal('delivered');
  });
});

async function isWaitingForLock({ db }: OwnedConnections): Promise<boolean> {
  const [threads] = await db.execute(sql`SHOW FULL PROCESSLIST`);
  return JSON.stringify(threads).includes('for update');
}
