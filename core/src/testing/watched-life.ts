import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { payouts, refunds } from '../mysql/till-schema.ts';
import { heldBackKrw, moneyOfOrder, owedKrw } from '../orders/books.ts';
import { checkBooks } from '../orders/check-books.ts';
import type { OrderState } from '../rules/order-states.ts';
import { OrderLife } from './order-life.ts';
import type { LifeWorld } from './order-life.ts';
import type { RandomLife } from './random-lives.ts';

/**
 * Lets an order live, and after every step holds what Toss has, what payments and refunds say, and the
 * books against each other: all three are to say the same. Adds to `reached` where it came to.
 */
export async function watchLife(
  world: LifeWorld,
  given: RandomLife,
  reached: Set<OrderState>,
): Promise<void> {
  const { db } = world.deps;
  const life = await OrderLife.begin(world, given);
  for (const step of given.steps) {
    const before = await life.order();
    const owed = (await owedKrw(db, before)) - (await heldBackKrw(db, before));
    const hadPayouts = (await rowsOf(world, life)).paid.length;
    await life.live(step);
    await expectSame(world, life);
    const { paid } = await rowsOf(world, life);
    if (paid.length === hadPayouts) continue;
    expect([before.state, hadPayouts, paid.length]).to.deep.equal(['received', 0, 1]);
    expect(paid[0]?.amountKrw).to.equal(owed);
    reached.add((await life.order()).state);
  }
  await life.wind();
  await expectSame(world, life);
  const { returned } = await rowsOf(world, life);
  expect(returned.filter(({ state }) => state === 'pending')).to.deep.equal([]);
  const { state } = await life.order();
  // What was called off and had been paid for is `refunded` by now.
  if (state === 'cancelled') expect((await moneyOfOrder(db, life.orderId)).sale).to.equal(0);
  reached.add(state);
}

async function expectSame({ deps: { db }, bank }: LifeWorld, life: OrderLife): Promise<void> {
  const money = await moneyOfOrder(db, life.orderId);
  const bookedKrw = money.sale + money.stray - money.refund - money['stray-refund'];
  const attempts = await life.attempts();
  const returned = await db.select().from(refunds).where(eq(refunds.orderId, life.orderId));
  const charged = attempts.filter(({ state }) => state === 'done' || state === 'cancelled');
  const done = returned.filter(({ state }) => state === 'done');
  expect(bookedKrw, 'the books and the payments').to.equal(sumKrw(charged) - sumKrw(done));
  const ids = new Set(attempts.map(({ tossOrderId }) => tossOrderId));
  expect(bookedKrw, 'the books and Toss').to.equal(bank.heldKrw(ids));
  expect(await checkBooks(db)).to.deep.equal([]);
}

async function rowsOf({ deps: { db } }: LifeWorld, { orderId }: OrderLife) {
  return {
    paid: await db.select().from(payouts).where(eq(payouts.orderId, orderId)),
    returned: await db.select().from(refunds).where(eq(refunds.orderId, orderId)),
  };
}

function sumKrw(rows: readonly { amountKrw: number }[]): number {
  return rows.reduce((sum, { amountKrw }) => sum + amountKrw, 0);
}
