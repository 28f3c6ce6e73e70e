import { asc, eq, inArray } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { orderEvents, orders } from '../mysql/till-schema.ts';
import { ORDER_ACTORS, ORDER_MOVES, ORDER_STATES } from '../rules/order-states.ts';
import { ORDER_TRANSITIONS } from '../rules/order-states.ts';
import type { OrderActor, OrderMove, OrderState } from '../rules/order-states.ts';
import { openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { noteWon } from '../notices/auction-notices.ts';
import { addOrder } from '../testing/some-order.ts';
import { noticesOf } from '../testing/told-person.ts';
import { moveOrder } from './move-order.ts';
import type { OrderRow, OrderWord } from './move-order.ts';

const LIVES = 25;
const MOVES_A_LIFE_MAX = 30;

describe('moving an order', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(async () => {
    // Sweeps in tests that come after must not find them.
    await connections.db.delete(orders).where(inArray(orders.orderId, added));
    await connections.end();
  });

  const added: string[] = [];
  async function someOrder(state: OrderState): Promise<OrderRow> {
    const order = await addOrder(connections.db, { state });
    added.push(order.orderId);
    return order;
  }

  const move = (orderId: string, asked: OrderMove, word: OrderWord, also = {}) =>
    connections.db.transaction((tx) => moveOrder(tx, orderId, asked, word, also));
  const wordOf = (actor: OrderActor): OrderWord => ({
    ...{ actor, nowMs: Date.now() + 5, reason: `${actor}의 이유` },
    ...(actor !== 'system' && { actorId: randomUUID() }),
  });

  async function rowOf(orderId: string): Promise<OrderRow> {
    const [row] = await connections.db.select().from(orders).where(eq(orders.orderId, orderId));
    if (!row) throw new Error('there is no such order');
    return row;
  }

  async function eventsOf(orderId: string) {
    return await connections.db
      .select()
      .from(orderEvents)
      .where(eq(orderEvents.orderId, orderId))
      .orderBy(asc(orderEvents.eventId));
  }

  it('puts away what asked to be paid once it is, and tells so, and nothing of another order', async () => {
    const { db } = connections;
    const buyerId = randomUUID();
    const other = await addOrder(db, { buyerId });
    const order = await addOrder(db, { buyerId, auctionId: other.auctionId, attempt: 2 });
    added.push(order.orderId, other.orderId);
    for (const each of [order, other]) {
      await db.transaction((tx) => noteWon(tx, each, each.createdAtMs));
    }
    await move(order.orderId, 'pay', wordOf('system'));
    const won = await noticesOf(db, buyerId, 'won');
    const unread = won.filter(({ readAtMs }) => readAtMs === null);
    expect(unread.map(({ orderId }) => orderId)).to.deep.equal([other.orderId]);
    const [paid] = await noticesOf(db, buyerId, 'paid');
    expect(paid).to.include({ orderId: order.orderId, readAtMs: null });
  });

  for (const { move: asked, from, to, by } of ORDER_TRANSITIONS) {
    it(`takes it from ${from} to ${to} by ${asked}, and writes down who, why and when`, async () => {
      for (const actor of by) {
        const order = await someOrder(from);
        const word = wordOf(actor);
        const moved = await move(order.orderId, asked, word);
        const expected = { ...order, state: to, stateAtMs: word.nowMs };
        expect(moved).to.deep.equal({ isMoved: true, order: expected, from });
        expect(await rowOf(order.orderId)).to.deep.equal(expected);
        const events = await eventsOf(order.orderId);
        expect(events).to.have.length(1);
        expect(events[0]).to.deep.include({
          ...{ event: asked, fromState: from, toState: to, actor },
          ...{ actorId: word.actorId ?? null, reason: word.reason, happenedAtMs: word.nowMs },
        });
      }
    });
  }

  for (const state of ORDER_STATES) {
    it(`refuses every other move from ${state} and changes nothing`, async () => {
      const order = await someOrder(state);
      for (const asked of ORDER_MOVES) {
        const by = waysFrom(state).find((way) => way.move === asked)?.by ?? [];
        for (const actor of ORDER_ACTORS.filter((each) => !by.includes(each))) {
          const answer = await move(order.orderId, asked, wordOf(actor), { carrier: 'cj' });
          expect(answer, `${actor} ${asked}`).to.deep.equal({ isMoved: false, order });
        }
      }
      expect(await rowOf(order.orderId)).to.deep.equal(order);
      expect(await eventsOf(order.orderId)).to.deep.equal([]);
    });
  }

  it('knows no order that is not there', async () => {
    const answer = await move(randomUUID(), 'ship', wordOf('seller'));
    expect(answer).to.deep.equal({ isMoved: false, order: null });
  });

  it('sets with the move what belongs to it', async () => {
    const { orderId } = await someOrder('paid');
    const sent = { carrier: 'cj', trackingNumber: '123-45', shippedAtMs: 77 };
    await move(orderId, 'ship', wordOf('seller'), sent);
    expect(await rowOf(orderId)).to.deep.include({ ...sent, state: 'shipped' });
  });

  it('keeps nothing of a move whose transaction fails', async () => {
    const order = await someOrder('paid');
    const failing = connections.db.transaction(async (tx) => {
      await moveOrder(tx, order.orderId, 'ship', wordOf('seller'));
      throw new Error('something after it');
    });
    expect(await failing.catch((error: Error) => error.message)).to.equal('something after it');
    expect(await rowOf(order.orderId)).to.deep.equal(order);
    expect(await eventsOf(order.orderId)).to.deep.equal([]);
  });

  it('lets one of two at the same moment do it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { orderId } = await someOrder('paid');
      const both = await Promise.all([
        move(orderId, 'ship', wordOf('seller')),
        move(orderId, 'cancel', wordOf('buyer')),
        move(orderId, 'ship', wordOf('seller')),
      ]);
      expect(both.filter(({ isMoved }) => isMoved)).to.have.length(1);
      const events = await eventsOf(orderId);
      expect(events).to.have.length(1);
      expect((await rowOf(orderId)).state).to.equal(events[0]?.toState);
    }
  });

  it('lives as the table says, whoever tries what', async function () {
    this.timeout(120_000);
    const attempts = fc.array(
      fc.record({
        asked: fc.constantFrom(...ORDER_MOVES),
        actor: fc.constantFrom(...ORDER_ACTORS),
        /** Which of the ways that there are is taken instead; null: none. */
        way: fc.option(fc.nat(12)),
      }),
      { minLength: 1, maxLength: MOVES_A_LIFE_MAX },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ORDER_STATES), attempts, async (start, tried) => {
        const { orderId } = await someOrder(start);
        let state = start;
        const told: [string, OrderState, OrderState, string][] = [];
        for (const attempt of tried) {
          const { asked, actor } = someAttempt(state, attempt);
          const way = waysFrom(state).find((each) => each.move === asked);
          const to = way?.by.includes(actor) ? way.to : null;
          const answer = await move(orderId, asked, wordOf(actor));
          expect([answer.isMoved, answer.order?.state]).to.deep.equal([to !== null, to ?? state]);
          if (to !== null) told.push([asked, state, to, actor]);
          state = to ?? state;
        }
        const events = await eventsOf(orderId);
        const written = events.map((row) => [row.event, row.fromState, row.toState, row.actor]);
        expect(written).to.deep.equal(told);
        expect((await rowOf(orderId)).state).to.equal(state);
      }),
      { numRuns: LIVES },
    );
  });
});

interface Attempt {
  asked: OrderMove;
  actor: OrderActor;
}

// Moves at random are nearly all refused: now and then one that may be made is made instead.
function someAttempt(state: OrderState, attempt: Attempt & { way: number | null }): Attempt {
  const { way } = attempt;
  const ways = waysFrom(state);
  if (way === null || ways.length === 0) return attempt;
  const { move: asked, by } = ways[way % ways.length] as (typeof ways)[number];
  return { asked, actor: by[way % by.length] as OrderActor };
}

function waysFrom(state: OrderState) {
  const ways = ORDER_TRANSITIONS.filter(({ from }) => from === state);
  return ways.map((way) => ({ ...way, by: way.by as readonly OrderActor[] }));
}
