import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { paymentDefaults } from '@sagopalgo/core/mysql/till-schema.ts';
import { expireOrder } from '@sagopalgo/lambdas/src/expire-orders/expire-order.ts';
import { DEPOSIT_GRACE_MS } from '@sagopalgo/lambdas/src/expire-orders/find-due.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { openOperatedTill } from './operated-till.ts';
import type { TillSystem, Won } from './till-system.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('a buyer who paid in time while Toss did not tell', function answering() {
  this.timeout(60_000);
  let till: TillSystem;
  before(async () => {
    till = await openOperatedTill();
  });
  after(() => till.end());
  afterEach(() => till.sim.faults.clear());

  const reconcile = (aheadMs: number) => reconcilePayments(till.deps(aheadMs));
  const expire = ({ order }: Won, aheadMs: number) =>
    expireOrder({ ...till.api.deps, now: () => Date.now() + aheadMs }, order.orderId);
  const defaultsOf = ({ order }: Won) =>
    till.api.deps.db.$count(paymentDefaults, eq(paymentDefaults.orderId, order.orderId));

  it('is not expired for a deposit of which nobody could hear', async () => {
    const wish = { method: '가상계좌', virtualAccountValidMs: 48 * HOUR_MS } as const;
    const attempt = await till.attempt(await till.won({ payByMs: Date.now() + HOUR_MS }), wish);
    await till.confirm(attempt);
    await reconcile(HOUR_MS - 6 * MINUTE_MS);
    till.sim.deposit(attempt.tossOrderId);
    const broken = { on: 'look-up', kind: 'error-before', orderId: attempt.tossOrderId } as const;
    for (const afterMs of [-MINUTE_MS, 5 * MINUTE_MS, DEPOSIT_GRACE_MS, HOUR_MS]) {
      till.sim.faults.next(broken);
      await reconcile(HOUR_MS + afterMs);
      expect(await expire(attempt, HOUR_MS + afterMs)).to.equal(false);
    }
    till.sim.faults.clear();
    await reconcile(3 * HOUR_MS);
    expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
    expect(await defaultsOf(attempt)).to.equal(0);
  });

  it('is expired once Toss has told after the deadline that nothing came', async () => {
    const wish = { method: '가상계좌', virtualAccountValidMs: 48 * HOUR_MS } as const;
    const attempt = await till.attempt(await till.won({ payByMs: Date.now() + HOUR_MS }), wish);
    await till.confirm(attempt);
    await reconcile(HOUR_MS - MINUTE_MS);
    expect(await expire(attempt, HOUR_MS + DEPOSIT_GRACE_MS)).to.equal(false);
    await reconcile(HOUR_MS + 5 * MINUTE_MS);
    expect(await expire(attempt, HOUR_MS + DEPOSIT_GRACE_MS)).to.equal(true);
    expect(await defaultsOf(attempt)).to.equal(1);
  });

  it('has a day to pay again where an attempt made in time comes to nothing later', async () => {
    const beforeMs = Date.now();
    const attempt = await till.attempt(await till.won({ payByMs: beforeMs + MINUTE_MS }));
    const orderId = attempt.tossOrderId;
    till.sim.faults.next({ on: 'confirm', kind: 'error-before', orderId, times: 100 });
    expect((await till.confirm(attempt)).body.outcome).to.equal('checking');
    till.sim.clock.advance(13 * MINUTE_MS);
    await reconcile(13 * MINUTE_MS);
    const { state, payByMs } = await till.orderOf(attempt);
    expect(state).to.equal('awaiting_payment');
    expect(payByMs).to.be.at.least(beforeMs + 13 * MINUTE_MS + 24 * HOUR_MS);
    expect(await expire(attempt, 14 * MINUTE_MS)).to.equal(false);
    expect(await defaultsOf(attempt)).to.equal(0);
  });

  it('has no more time than before where the card is declined at once', async () => {
    const attempt = await till.attempt(await till.won({ payByMs: Date.now() + MINUTE_MS }));
    const orderId = attempt.tossOrderId;
    const code = 'REJECT_CARD_PAYMENT';
    till.sim.faults.next({ on: 'confirm', kind: 'refuse', code, orderId });
    expect((await till.confirm(attempt)).body.outcome).to.equal('declined');
    expect(await till.orderOf(attempt)).to.include({ payByMs: attempt.order.payByMs });
    expect(await expire(attempt, 2 * MINUTE_MS)).to.equal(true);
    expect(await defaultsOf(attempt)).to.equal(1);
  });
});
