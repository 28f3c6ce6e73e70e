import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orders, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import { carryOutRefund } from '@sagopalgo/core/orders/carry-out-refund.ts';
import { checkBooks } from '@sagopalgo/core/orders/check-books.ts';
import { moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import { openRefund } from '@sagopalgo/core/orders/refunds.ts';
import { createToss } from '@sagopalgo/core/toss/toss-client.ts';
import { openTestConnections, quietLog } from '@sagopalgo/core/testing/connections.ts';
import type { TestConnections } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { startTossSimulator } from '../toss-simulator/simulator.ts';
import type { TossSimulator } from '../toss-simulator/simulator.ts';
import { payAtSimulator } from './pay-at-simulator.ts';
import { seedMarket } from './seed-demo.ts';

describe('the demo’s past payments at the simulator', () => {
  let own: OwnDatabase;
  let stores: TestConnections;
  let sim: TossSimulator;
  before(async () => {
    own = await openOwnDatabase();
    stores = await openTestConnections();
    sim = await startTossSimulator();
    await seedMarket({ db: own.db, redis: stores.redis, now: Date.now });
  });
  after(async () => {
    await sim.stop();
    await stores.end();
    await own.end();
  });

  const access = () => ({ baseUrl: sim.url, secretKey: sim.keys.secretKey });
  const deps = () => ({
    ...{ db: own.db, redis: stores.redis, log: quietLog(), now: Date.now },
    toss: createToss(access()),
  });

  it('are paid there once, and given back where they went back', async () => {
    const paid = await own.db.$count(payments);
    expect(await payAtSimulator(own.db, access())).to.equal(paid);
    expect(await payAtSimulator(own.db, access())).to.equal(0);
    const charged = sim.charged();
    const rows = await own.db.select().from(payments);
    expect(Object.keys(charged)).to.have.length(rows.length);
    for (const { tossOrderId, balanceKrw } of rows) {
      expect(charged[tossOrderId]).to.equal(balanceKrw);
      const before = await own.db.select().from(payments);
      expect((await learnPayment(deps(), tossOrderId)).found).to.equal('payment');
      // That Toss was asked, and what it said it holds, is all that is new.
      const unasked = { askedAtMs: null, answeredAtMs: null, toldHeldKrw: null };
      const asked = { ...before.find((row) => row.tossOrderId === tossOrderId), ...unasked };
      const [after] = await own.db
        .select()
        .from(payments)
        .where(eq(payments.tossOrderId, tossOrderId));
      expect({ ...after, ...unasked }).to.deep.equal(asked);
      expect(after?.toldHeldKrw).to.equal(balanceKrw);
    }
    expect(await checkBooks(own.db)).to.deep.equal([]);
  });

  it('can be given back when an operator ends the demo’s dispute so', async () => {
    const [disputed] = await own.db.select().from(orders).where(eq(orders.state, 'disputed'));
    if (!disputed) throw new Error('the demo has no dispute');
    const { orderId } = disputed;
    const nowMs = Date.now();
    const refundId = await own.db.transaction(async (tx) => {
      const word = { actor: 'operator', reason: '금', nowMs } as const;
      const { order } = await moveOrder(tx, orderId, 'uphold-dispute', word);
      if (!order) throw new Error('it is gone');
      const asked = { amountKrw: order.amountKrw, cause: 'dispute' as const, reason: '금', nowMs };
      return await openRefund(tx, { order, ...asked });
    });
    expect(await carryOutRefund(deps(), refundId ?? '')).to.equal('done');
    const [after] = await own.db.select().from(orders).where(eq(orders.orderId, orderId));
    expect(after?.state).to.equal('refunded');
    expect(await checkBooks(own.db)).to.deep.equal([]);
  });
});
