import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { payments, payoutAccounts } from '@sagopalgo/core/mysql/till-schema.ts';
import { checkBooks } from '@sagopalgo/core/orders/check-books.ts';
import { moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import { payOutOrder } from '@sagopalgo/lambdas/src/pay-out-sellers/pay-out-sellers.ts';
import { openOperatedTill } from './operated-till.ts';
import type { OperatedTill } from './operated-till.ts';
import { ACCOUNT } from './till-system.ts';
import type { Attempt } from './till-system.ts';

describe('paying a seller out of money that went back at Toss, of which no webhook told', () => {
  let till: OperatedTill;
  before(async () => {
    till = await openOperatedTill();
  });
  after(() => till.end());
  afterEach(() => till.sim.faults.clear());

  const payOut = ({ order }: Attempt) => payOutOrder(till.api.deps, order.orderId);
  async function faultsOf({ order }: Attempt): Promise<string[]> {
    const faults = await checkBooks(till.api.deps.db);
    return faults.filter((fault) => fault.includes(order.orderId));
  }
  async function received(): Promise<Attempt> {
    const attempt = await till.attempt(await till.won());
    await till.confirm(attempt);
    const { db } = till.api.deps;
    const { orderId, sellerId } = attempt.order;
    await db.insert(payoutAccounts).values({ userId: sellerId, ...ACCOUNT, changedAtMs: 1 });
    for (const [move, actor] of [
      ['ship', 'seller'],
      ['receive', 'buyer'],
    ] as const) {
      const word = { actor, reason: 'a test', nowMs: Date.now() };
      await db.transaction((tx) => moveOrder(tx, orderId, move, word));
    }
    return attempt;
  }

  it('pays nothing where all of it is gone, and tells a person', async () => {
    const attempt = await received();
    await till.atToss.cancel(attempt);
    expect(await payOut(attempt)).to.equal('nothing-owed');
    expect(await till.balances(attempt)).to.deep.equal({});
    expect(await till.eventsOf(attempt)).to.include('payment-stands-still');
    expect(await faultsOf(attempt)).to.deep.equal([]);
  });

  it('pays what is left where a part is gone', async () => {
    const attempt = await received();
    await till.atToss.cancel(attempt, 40_000);
    expect(await payOut(attempt)).to.equal('paid');
    expect(await till.balances(attempt)).to.deep.equal({ cash: 3_000, fees: -3_000 });
    expect(await faultsOf(attempt)).to.deep.equal([]);
  });

  it('pays nothing while Toss does not say, nor out of what it never told of, and then all', async () => {
    const attempt = await received();
    const { tossOrderId: orderId } = attempt;
    const { db } = till.api.deps;
    const unknown = { toldHeldKrw: null, answeredAtMs: null };
    await db.update(payments).set(unknown).where(eq(payments.tossOrderId, orderId));
    till.sim.faults.next({ on: 'look-up', kind: 'error-before', orderId });
    expect(await payOut(attempt)).to.equal('waits');
    expect(await till.orderOf(attempt)).to.include({ state: 'received' });
    expect(await payOut(attempt)).to.equal('paid');
    expect(await till.paymentOf(attempt)).to.include({ toldHeldKrw: 100_000 });
    expect(await till.balances(attempt)).to.deep.equal({ cash: 5_000, fees: -5_000 });
  });

  it('pays nothing where Toss says what nobody can follow', async () => {
    const attempt = await received();
    const ofAttempt = eq(payments.tossOrderId, attempt.tossOrderId);
    const { db } = till.api.deps;
    await db.update(payments).set({ amountKrw: 90_000 }).where(ofAttempt);
    expect(await payOut(attempt)).to.equal('waits');
    await db.update(payments).set({ amountKrw: 100_000 }).where(ofAttempt);
    expect(await payOut(attempt)).to.equal('paid');
  });
});
