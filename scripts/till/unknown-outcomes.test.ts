import { expect } from 'chai';
import { orders, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import { confirmAttempt } from '@sagopalgo/core/orders/ask-toss.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { eq } from 'drizzle-orm';
import { lockPayment } from '@sagopalgo/core/orders/payment-rows.ts';
import { endForgotten } from '@sagopalgo/lambdas/src/reconcile-payments/end-forgotten.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { confirmPaid } from '@sagopalgo/api/src/payments/confirm-payment.ts';
import { ADDRESS, openTill } from './till-system.ts';
import type { Attempt, TillSystem } from './till-system.ts';

const PAID_BOOKS = { cash: 100_000, seller: -95_000, fees: -5_000 };
const SOON_MS = 20_000;
const LATER_MS = 13 * 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('a payment whose outcome is not known', () => {
  let till: TillSystem;
  before(async () => {
    till = await openTill();
    // Here nobody but the reconciler finds out.
    till.sim.webhooks.sendTo(null);
  });
  after(() => till.end());
  afterEach(() => till.sim.faults.clear());

  const reconcile = (aheadMs = SOON_MS) => reconcilePayments(till.deps(aheadMs));
  const outcomeOf = async (attempt: Attempt) => (await till.confirm(attempt)).body.outcome;

  async function expectPaidOnce(attempt: Attempt) {
    expect(await outcomeOf(attempt)).to.equal('paid');
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(100_000);
    expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
    expect(await till.balances(attempt)).to.deep.equal(PAID_BOOKS);
  }

  async function expectNotPaid(attempt: Attempt) {
    expect(await outcomeOf(attempt)).to.equal('declined');
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(0);
    expect(await till.orderOf(attempt)).to.include({ state: 'awaiting_payment' });
    expect(await till.balances(attempt)).to.deep.equal({});
  }

  // Look-ups fail as well, so that the answer to the confirmation alone counts.
  async function confirmBlindly(fault: Parameters<TillSystem['sim']['faults']['next']>[0]) {
    const attempt = await till.attempt(await till.won());
    till.sim.faults.next({ ...fault, orderId: attempt.tossOrderId });
    const orderId = attempt.tossOrderId;
    till.sim.faults.next({ on: 'look-up', kind: 'error-before', orderId, times: 2 });
    const { body } = await till.confirm(attempt);
    expect(body.outcome).to.equal('checking');
    expect(body.payment.failure).to.equal(null);
    expect(await till.orderOf(attempt)).to.include({ state: 'paying' });
    till.sim.faults.clear();
    return attempt;
  }

  it('is found out to be paid where the connection was dropped after the charge', async () => {
    const attempt = await confirmBlindly({ on: 'confirm', kind: 'drop-after' });
    await reconcile();
    await expectPaidOnce(attempt);
  });

  it('is carried through where the connection was dropped before the charge', async () => {
    const attempt = await confirmBlindly({ on: 'confirm', kind: 'drop-before' });
    await reconcile();
    await expectPaidOnce(attempt);
  });

  it('is found out to be paid where Toss broke after the charge', async () => {
    const attempt = await confirmBlindly({ on: 'confirm', kind: 'error-after' });
    await reconcile();
    await expectPaidOnce(attempt);
  });

  it('is declined where Toss broke before the charge, once nothing can come of it', async () => {
    const attempt = await confirmBlindly({ on: 'confirm', kind: 'error-before' });
    await reconcile();
    expect(await outcomeOf(attempt)).to.equal('checking');
    till.sim.clock.advance(11 * 60_000);
    await reconcile(LATER_MS);
    await expectNotPaid(attempt);
  });

  it('is sent again, with the same key, where the first was still under way', async () => {
    const attempt = await confirmBlindly({ on: 'confirm', kind: 'conflict' });
    expect(await till.paymentOf(attempt)).to.include({
      failureCode: 'IDEMPOTENT_REQUEST_PROCESSING',
    });
    await reconcile();
    await expectPaidOnce(attempt);
  });

  for (const code of [
    'PROVIDER_ERROR',
    'CARD_PROCESSING_ERROR',
    'UNAUTHORIZED_KEY',
    'ALREADY_PROCESSED_PAYMENT',
  ]) {
    it(`is not taken for failed by ${code}, nor sent a second time`, async () => {
      const attempt = await confirmBlindly({ on: 'confirm', kind: 'refuse', code });
      expect(await till.paymentOf(attempt)).to.include({ failureCode: code });
      await reconcile();
      const outcome = await outcomeOf(attempt);
      const isEnded = code === 'CARD_PROCESSING_ERROR';
      expect(outcome).to.equal(isEnded ? 'declined' : 'checking');
      expect(till.sim.charged()[attempt.tossOrderId]).to.equal(0);
      till.sim.clock.advance(11 * 60_000);
      await reconcile(LATER_MS);
      await expectNotPaid(attempt);
    });
  }

  it('is answered before Toss is, and goes on without anybody waiting for it', async () => {
    const attempt = await till.attempt(await till.won());
    const { tossOrderId, paymentKey, order, buyer } = attempt;
    const held = till.sim.faults.next({ on: 'confirm', kind: 'hold-before', orderId: tossOrderId });
    const asked = { orderId: order.orderId, tossOrderId, paymentKey, amountKrw: 100_000 };
    const answer = await confirmPaid(till.api.deps, { ...asked, buyerId: buyer.userId }, 1);
    expect(answer.outcome).to.equal('checking');
    await held.reached;
    held.release();
    await eventually(async () => (await till.orderOf(attempt)).state === 'paid');
    await expectPaidOnce(attempt);
  });

  it('is no more than that where Toss is too slow, and finds itself afterwards', async () => {
    const attempt = await till.attempt(await till.won());
    const orderId = attempt.tossOrderId;
    till.sim.faults.next({ on: 'confirm', kind: 'slow-answer', ms: 2_500, orderId });
    till.sim.faults.next({ on: 'look-up', kind: 'error-before', orderId, times: 2 });
    expect((await till.confirm(attempt)).body.outcome).to.equal('checking');
    till.sim.faults.clear();
    await reconcile();
    await expectPaidOnce(attempt);
  });

  it('keeps the order from expiring, from other attempts and from nothing else', async () => {
    const attempt = await confirmBlindly({ on: 'confirm', kind: 'error-after' });
    const second = await till.call(attempt, 'POST', '/payments', { address: ADDRESS });
    expect(second.body.code).to.equal('PAYMENT_UNDER_WAY');
    const expired = await till.api.deps.db.transaction((tx) =>
      moveOrder(tx, attempt.order.orderId, 'expire', {
        ...{ actor: 'system', reason: 'a test', nowMs: Date.now() },
      }),
    );
    expect(expired.isMoved).to.equal(false);
    await reconcile();
    await expectPaidOnce(attempt);
  });

  it('is proved by “not found” only when Toss could have charged it no more', async () => {
    const attempt = await till.attempt(await till.won());
    const lost = { ...attempt, paymentKey: 'a-key-that-toss-never-made' };
    till.sim.faults.next({ on: 'confirm', kind: 'error-before' });
    expect((await till.confirm(lost)).body.outcome).to.equal('checking');
    await reconcile();
    expect(await outcomeOf(lost)).to.equal('checking');
    till.sim.clock.advance(HOUR_MS);
    await reconcile(11 * 60_000);
    expect(await outcomeOf(lost)).to.equal('checking');
    const { db } = till.api.deps;
    const { orderId } = attempt.order;
    const passedMs = Date.now() - 1_000;
    await db.update(orders).set({ payByMs: passedMs }).where(eq(orders.orderId, orderId));
    await reconcile(LATER_MS);
    await expectNotPaid(lost);
    // Its buyer could not know that it had to be paid again.
    expect((await till.orderOf(lost)).payByMs).to.be.at.least(passedMs + DAY_MS);
  });

  it('is told to a person, once, when it stays so for half an hour', async () => {
    const attempt = await confirmBlindly({ on: 'confirm', kind: 'error-before' });
    const orderId = attempt.tossOrderId;
    till.sim.faults.next({ on: 'look-up', kind: 'error-before', orderId, times: 4 });
    const counts = await reconcile(HOUR_MS);
    expect(counts.longUnknown).to.be.greaterThan(0);
    await reconcile(HOUR_MS + SOON_MS);
    const told = till.api.log.events.filter(
      ({ event, facts }) =>
        event === 'payment.long-unknown' && JSON.stringify(facts).includes(orderId),
    );
    expect(told).to.have.length(1);
    expect(await till.orderOf(attempt)).to.include({ state: 'paying' });
    expect(await till.eventsOf(attempt)).to.include('payment-stands-still');
  });

  it('is charged once by two reconcilers and the api at once', async () => {
    const attempt = await confirmBlindly({ on: 'confirm', kind: 'drop-before' });
    const seen = await till.paymentOf(attempt);
    await Promise.all([
      reconcile(),
      reconcile(SOON_MS + 1),
      confirmAttempt(till.deps(), seen),
      confirmAttempt(till.deps(), seen),
    ]);
    await eventually(async () => (await till.orderOf(attempt)).state === 'paid');
    await expectPaidOnce(attempt);
  });

  it('is over for an attempt that nobody came back with', async () => {
    const won = await till.won();
    const tossOrderId = await till.start(won);
    await reconcile(44 * 60_000);
    expect(await till.paymentOf({ tossOrderId })).to.include({ state: 'pending' });
    await reconcile(46 * 60_000);
    expect(await till.paymentOf({ tossOrderId })).to.include({
      ...{ state: 'failed', failureCode: 'EXPIRED' },
    });
    expect(await till.orderOf(won)).to.include({ state: 'awaiting_payment' });
  });

  it('is over without holding up an attempt that is about to be confirmed', async () => {
    const forgotten = await till.start(await till.won());
    const other = await till.start(await till.won());
    const { db } = till.api.deps;
    const createdAtMs = Date.now() - HOUR_MS;
    const isForgotten = eq(payments.tossOrderId, forgotten);
    await db.update(payments).set({ createdAtMs }).where(isForgotten);
    await db.transaction(async (tx) => {
      await lockPayment(tx, other);
      await endForgotten(till.deps());
    });
    expect(await till.paymentOf({ tossOrderId: forgotten })).to.include({ state: 'failed' });
    expect(await till.paymentOf({ tossOrderId: other })).to.include({ state: 'pending' });
  });
});
