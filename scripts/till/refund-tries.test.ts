import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import { moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import { REFUND_ATTEMPTS_MAX } from '@sagopalgo/core/orders/carry-out-refund.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { openTill } from './till-system.ts';
import type { TillSystem } from './till-system.ts';

const SOON_MS = 20_000;
const HOUR_MS = 3_600_000;

describe('a refund about which Toss only says that something went wrong', () => {
  let till: TillSystem;
  before(async () => {
    till = await openTill();
    till.sim.webhooks.sendTo(null);
  });
  after(() => till.end());

  const reconcile = (aheadMs = SOON_MS) => reconcilePayments(till.deps(aheadMs));

  it('is tried ever more seldom, up to each hour, and is a person’s after two days', async () => {
    const attempt = await till.attempt(await till.won());
    await till.confirm(attempt);
    const refundId = await till.askBack(attempt);
    const { db } = till.api.deps;
    const ofRefund = eq(refunds.refundId, refundId);
    const state = async () => (await till.refundsOf(attempt))[0];
    const told = (event: string) =>
      till.api.log.events.filter(
        (each) => each.event === event && JSON.stringify(each).includes(refundId),
      ).length;
    const orderId = attempt.tossOrderId;
    till.sim.faults.next({ on: 'cancel', kind: 'error-before', orderId, times: 100 });
    for (const [attempts, pauseMs] of [
      [1, 30_000],
      [3, 120_000],
      [20, HOUR_MS],
    ] as const) {
      const nowMs = Date.now();
      const set = { attempts, triedAtMs: nowMs - pauseMs + 5_000 };
      await db.update(refunds).set(set).where(ofRefund);
      await reconcile(0);
      expect(await state(), String(attempts)).to.include({ attempts });
      await reconcile(10_000);
      expect(await state(), String(attempts)).to.include({ attempts: attempts + 1 });
    }
    await db.update(refunds).set({ attempts: 7, triedAtMs: null }).where(ofRefund);
    for (const aheadMs of [0, 2 * HOUR_MS]) await reconcile(aheadMs);
    expect(told('refund.long-pending')).to.equal(1);
    const last = { attempts: REFUND_ATTEMPTS_MAX - 1, triedAtMs: null };
    await db.update(refunds).set(last).where(ofRefund);
    await reconcile();
    expect(await state()).to.include({ state: 'refused', failureCode: 'TRIED_TOO_OFTEN' });
    await reconcile(HOUR_MS);
    expect(told('refund.refused')).to.equal(1);
  });
});

describe('a refund of which a person gives a part back at Toss meanwhile', () => {
  let till: TillSystem;
  before(async () => {
    till = await openTill();
    till.sim.webhooks.sendTo(null);
  });
  after(() => till.end());

  it('gives back what is left, also where nobody had heard of that part', async () => {
    const attempt = await till.attempt(await till.won());
    await till.confirm(attempt);
    await till.api.deps.db.transaction((tx) =>
      moveOrder(tx, attempt.order.orderId, 'cancel', {
        ...{ actor: 'operator', reason: 'a test', nowMs: Date.now() },
      }),
    );
    const refundId = await till.askBack(attempt);
    await till.atToss.cancel(attempt, 40_000);
    await reconcilePayments(till.deps(SOON_MS));
    const all = await till.refundsOf(attempt);
    const ours = all.find((each) => each.refundId === refundId);
    expect(ours).to.include({ state: 'done', amountKrw: 60_000 });
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(0);
    expect(await till.orderOf(attempt)).to.include({ state: 'refunded' });
    expect(await till.balances(attempt)).to.deep.equal({});
  });
});
