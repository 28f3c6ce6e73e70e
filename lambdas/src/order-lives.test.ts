import { assert, asyncProperty } from 'fast-check';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { payouts, refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import { moneyOfOrder, owedKrw } from '@sagopalgo/core/orders/books.ts';
import { checkBooks } from '@sagopalgo/core/orders/check-books.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { OrderLife } from '@sagopalgo/core/testing/order-life.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { anyLife, lifeOf } from '@sagopalgo/core/testing/random-lives.ts';
import type { RandomLife } from '@sagopalgo/core/testing/random-lives.ts';
import { TossBank } from '@sagopalgo/core/testing/toss-bank.ts';
import { payOutOrder } from './pay-out-sellers/pay-out-sellers.ts';
import { openLambdaConnections } from './testing.ts';
import type { LambdaTestConnections } from './testing.ts';

const RUNS = 40;

/** Lives of which each shows something that a random one might miss. */
const KNOWN_LIVES: RandomLife[] = [
  lifeOf('begin', 'charge', 'ship', 'deliver', 'receive', 'pay-out', 'dispute', 'go-on'),
  lifeOf(
    'begin',
    'charge',
    'ship',
    'dispute',
    'settle-dispute',
    'pay-out',
    'carry-out-refunds',
    'pay-out',
  ),
  lifeOf('begin', 'charge', 'ship', 'dispute', 'uphold-dispute', 'pay-out', 'carry-out-refunds'),
  lifeOf('begin', 'decline', 'expire', 'charge', 'carry-out-refunds'),
  lifeOf('begin', 'decline', 'begin', 'charge', 'charge', 'go-on'),
  lifeOf(
    'begin',
    'open-account',
    'deposit',
    'undo-deposit',
    'deposit',
    'cancel',
    'carry-out-refunds',
  ),
  lifeOf(
    'begin',
    'charge',
    'cancel-at-toss',
    'ship',
    'receive',
    'pay-out-and-dispute',
    'release-dispute',
  ),
];

describe('the money of orders, whatever happens to them', () => {
  let own: OwnDatabase;
  let shared: LambdaTestConnections;
  let connections: LambdaTestConnections;
  before(async () => {
    own = await openOwnDatabase();
    shared = await openLambdaConnections();
    connections = { ...shared, db: own.db };
  });
  after(async () => {
    await shared.end();
    await own.end();
  });

  const sumOf = (amounts: number[]): number => amounts.reduce((sum, krw) => sum + krw, 0);
  const rowsOf = async (orderId: string) => {
    const paid = own.db.select().from(payouts).where(eq(payouts.orderId, orderId));
    const returned = own.db.select().from(refunds).where(eq(refunds.orderId, orderId));
    return { paid: await paid, returned: await returned };
  };

  /** What Toss holds, what payments and refunds say, and the books: all three are to say the same. */
  async function expectSame(life: OrderLife, bank: TossBank): Promise<void> {
    const {
      sale,
      stray,
      refund,
      'stray-refund': strayRefund,
    } = await moneyOfOrder(own.db, life.orderId);
    const bookedKrw = sale + stray - refund - strayRefund;
    const attempts = await life.attempts();
    const { returned } = await rowsOf(life.orderId);
    const charged = attempts.filter(({ state }) => state === 'done' || state === 'cancelled');
    const done = returned.filter(({ state }) => state === 'done');
    const keptKrw =
      sumOf(charged.map(({ amountKrw }) => amountKrw)) -
      sumOf(done.map(({ amountKrw }) => amountKrw));
    expect(bookedKrw, 'the books and the payments').to.equal(keptKrw);
    const ids = new Set(attempts.map(({ tossOrderId }) => tossOrderId));
    expect(bookedKrw, 'the books and Toss').to.equal(bank.heldKrw(ids));
    expect(await checkBooks(own.db)).to.deep.equal([]);
  }

  async function live(given: RandomLife, reached: Set<OrderState>): Promise<void> {
    const toss = new TossBank();
    const deps = { ...connections, toss };
    const life = await OrderLife.begin(deps, given, (orderId) => payOutOrder(connections, orderId));
    for (const step of given.steps) {
      const before = await life.order();
      const owed = await owedKrw(own.db, before);
      const hadPayouts = (await rowsOf(life.orderId)).paid.length;
      await life.live(step);
      await expectSame(life, toss);
      const { paid } = await rowsOf(life.orderId);
      if (paid.length === hadPayouts) continue;
      expect([before.state, hadPayouts, paid.length]).to.deep.equal(['received', 0, 1]);
      expect(paid[0]?.amountKrw).to.equal(owed);
      reached.add((await life.order()).state);
    }
    await life.wind();
    await expectSame(life, toss);
    const { returned } = await rowsOf(life.orderId);
    expect(returned.filter(({ state }) => state === 'pending')).to.deep.equal([]);
    const { state } = await life.order();
    // What was called off and had been paid for is `refunded` by now.
    if (state === 'cancelled') expect((await moneyOfOrder(own.db, life.orderId)).sale).to.equal(0);
    reached.add(state);
  }

  it('is the same at Toss, in the payments and in the books after every step', async function () {
    this.timeout(180_000);
    const reached = new Set<OrderState>();
    const property = asyncProperty(anyLife, (life) => live(life, reached));
    const examples = KNOWN_LIVES.map((life): [RandomLife] => [life]);
    await assert(property, { numRuns: RUNS, examples });
    expect([...reached]).to.include.members(['paid_out', 'refunded', 'expired']);
  });
});
