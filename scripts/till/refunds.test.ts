import { expect } from 'chai';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import { carryOutRefund } from '@sagopalgo/core/orders/carry-out-refund.ts';
import { lockOrder, moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { openRefund, refundableKrw } from '@sagopalgo/core/orders/refunds.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { chargedTwice } from './charged-twice.ts';
import { openTill } from './till-system.ts';
import type { Attempt, TillSystem, Won } from './till-system.ts';

const PAID_BOOKS = { cash: 100_000, seller: -95_000, fees: -5_000 };
const SOON_MS = 20_000;
const HOUR_MS = 3_600_000;

describe('giving money back', () => {
  let till: TillSystem;
  before(async () => {
    till = await openTill();
    till.sim.webhooks.sendTo(null);
  });
  after(() => till.end());
  afterEach(() => till.sim.faults.clear());

  const reconcile = (aheadMs = SOON_MS) => reconcilePayments(till.deps(aheadMs));
  async function paid(): Promise<Attempt> {
    const attempt = await till.attempt(await till.won());
    expect((await till.confirm(attempt)).body.outcome).to.equal('paid');
    return attempt;
  }
  const ask = (won: Won, amountKrw = 100_000) =>
    till.api.deps.db.transaction(async (tx) => {
      const order = (await lockOrder(tx, won.order.orderId)) as OrderRow;
      const why = { cause: 'cancelled', reason: '보내지 않아서', nowMs: Date.now() } as const;
      return await openRefund(tx, { order, amountKrw, ...why });
    });
  async function callOff(attempt: Attempt) {
    const { db } = till.api.deps;
    const word = { actor: 'buyer', reason: 'a test', nowMs: Date.now() } as const;
    await db.transaction((tx) => moveOrder(tx, attempt.order.orderId, 'cancel', word));
    const refundId = await ask(attempt);
    if (refundId === null) throw new Error('nothing to be given back');
    return refundId;
  }
  async function expectAllBack(attempt: Attempt) {
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(0);
    expect(await till.orderOf(attempt)).to.include({ state: 'refunded' });
    expect(await till.paymentOf(attempt)).to.include({ state: 'cancelled', balanceKrw: 0 });
    expect(await till.balances(attempt)).to.deep.equal({});
    const [payment] = till.sim.payments().filter((each) => each.orderId === attempt.tossOrderId);
    expect(payment?.cancels).to.have.length(1);
  }

  it('gives all back of an order that was called off, books it and ends the order', async () => {
    const attempt = await paid();
    const refundId = await callOff(attempt);
    expect(await till.orderOf(attempt)).to.include({ state: 'cancelled' });
    await reconcile();
    await expectAllBack(attempt);
    expect(await till.refundsOf(attempt)).to.have.length(1);
    expect((await till.refundsOf(attempt))[0]).to.include({ refundId, state: 'done' });
    await reconcile(HOUR_MS);
    await learnPayment(till.deps(), attempt.tossOrderId);
    await expectAllBack(attempt);
  });

  it('opens nothing for an order that nobody has paid, and no more than is left', async () => {
    expect(await ask(await till.won())).to.equal(null);
    const attempt = await paid();
    const { db } = till.api.deps;
    const left = () => db.transaction((tx) => refundableKrw(tx, attempt.order.orderId));
    expect(await left()).to.equal(100_000);
    await ask(attempt, 30_000);
    expect(await left()).to.equal(70_000);
    await ask(attempt);
    expect(await ask(attempt)).to.equal(null);
    expect(await left()).to.equal(0);
    const amounts = (await till.refundsOf(attempt)).map(({ amountKrw }) => amountKrw);
    expect(amounts.toSorted((one, other) => one - other)).to.deep.equal([30_000, 70_000]);
    await reconcile();
    await reconcile(HOUR_MS);
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(0);
    expect(await till.balances(attempt)).to.deep.equal({});
  });

  it('gives a part back, the fee in proportion', async () => {
    const attempt = await paid();
    await ask(attempt, 40_000);
    await reconcile();
    expect(await till.balances(attempt)).to.deep.equal({
      ...{ cash: 60_000, seller: -57_000, fees: -3_000 },
    });
    expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
    expect(await till.paymentOf(attempt)).to.include({ state: 'done', balanceKrw: 60_000 });
  });

  for (const [kind, what] of [
    ['drop-after', 'the connection was dropped after it was done'],
    ['drop-before', 'the connection was dropped before'],
    ['error-after', 'Toss broke after it was done'],
    ['error-before', 'Toss broke before'],
    ['conflict', 'the first was still under way'],
  ] as const) {
    it(`gives it back once where ${what}`, async () => {
      const attempt = await paid();
      await callOff(attempt);
      till.sim.faults.next({ on: 'cancel', kind, orderId: attempt.tossOrderId });
      await reconcile();
      expect((await till.orderOf(attempt)).state).to.equal('cancelled');
      await reconcile(HOUR_MS);
      await expectAllBack(attempt);
    });
  }

  for (const code of ['PROVIDER_ERROR', 'FORBIDDEN_CONSECUTIVE_REQUEST', 'NOT_AVAILABLE_BANK']) {
    it(`tries again after ${code}, under another key`, async () => {
      const attempt = await paid();
      await callOff(attempt);
      till.sim.faults.next({ on: 'cancel', kind: 'refuse', code, orderId: attempt.tossOrderId });
      await reconcile();
      expect((await till.refundsOf(attempt))[0]).to.include({
        state: 'pending',
        failureCode: code,
      });
      await reconcile(HOUR_MS);
      await expectAllBack(attempt);
    });
  }

  it('leaves what Toss refuses for good to a person, who may give it back at Toss', async () => {
    const attempt = await paid();
    const refundId = await callOff(attempt);
    const orderId = attempt.tossOrderId;
    till.sim.faults.next({ on: 'cancel', kind: 'refuse', code: 'REFUND_REJECTED', orderId });
    await reconcile();
    expect((await till.refundsOf(attempt))[0]).to.include({
      ...{ state: 'refused', failureCode: 'REFUND_REJECTED' },
    });
    const told = till.api.log.events.filter(({ event }) => event === 'refund.refused');
    expect(JSON.stringify(told)).to.contain(refundId);
    await reconcile(HOUR_MS);
    expect(till.sim.charged()[orderId]).to.equal(100_000);
    await till.atToss.cancel(attempt);
    await reconcile(3 * HOUR_MS);
    await expectAllBack(attempt);
  });

  it('gives it back once where several carry it out', async () => {
    const attempt = await paid();
    const refundId = await callOff(attempt);
    const outcomes = await Promise.all([
      ...Array.from({ length: 4 }, () => carryOutRefund(till.deps(), refundId)),
      reconcile(),
    ]);
    expect(outcomes).to.include('done');
    await expectAllBack(attempt);
  });

  it('gives it back once where somebody has done so at Toss meanwhile', async () => {
    const attempt = await paid();
    await callOff(attempt);
    await till.atToss.cancel(attempt);
    await reconcile();
    await reconcile(HOUR_MS);
    await expectAllBack(attempt);
  });

  it('takes each that was given back by hand for one refund, and sends none of them again', async () => {
    const attempt = await paid();
    const { tossOrderId } = attempt;
    await ask(attempt, 30_000);
    const refuse = { on: 'cancel', kind: 'refuse', code: 'REFUND_REJECTED' } as const;
    till.sim.faults.next({ ...refuse, orderId: tossOrderId });
    await reconcile();
    for (const isAsked of [true, false]) {
      await till.atToss.cancel(attempt, 30_000);
      await learnPayment(till.deps(), tossOrderId);
      if (isAsked) await ask(attempt, 30_000);
    }
    await reconcile(HOUR_MS);
    expect(till.sim.charged()[tossOrderId]).to.equal(40_000);
    expect((await till.paymentOf(attempt)).balanceKrw).to.equal(40_000);
    await till.atToss.cancel(attempt, 30_000);
    await learnPayment(till.deps(), tossOrderId);
    expect(await till.eventsOf(attempt)).to.include('payment-stands-still');
  });

  it('follows what somebody gives back at Toss unasked, and ends the order with it', async () => {
    const attempt = await paid();
    await till.atToss.cancel(attempt);
    await learnPayment(till.deps(), attempt.tossOrderId);
    await expectAllBack(attempt);
    expect(await till.eventsOf(attempt)).to.deep.equal([
      'begin-payment',
      'pay',
      'cancel',
      'refund',
    ]);
  });

  it('books a part that somebody gives back at Toss, and has a person look', async () => {
    const attempt = await paid();
    await till.atToss.cancel(attempt, 10_000);
    await learnPayment(till.deps(), attempt.tossOrderId);
    await learnPayment(till.deps(), attempt.tossOrderId);
    expect(await till.balances(attempt)).to.deep.equal({
      ...{ cash: 90_000, seller: -85_500, fees: -4_500 },
    });
    expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
    expect(await till.eventsOf(attempt)).to.include('payment-stands-still');
    await till.atToss.cancel(attempt, 5_000);
    await learnPayment(till.deps(), attempt.tossOrderId);
    const told = till.api.log.events
      .filter(({ event }) => event === 'payment.stands-still')
      .filter((each) => JSON.stringify(each).includes(attempt.tossOrderId));
    expect(told).to.have.length(2);
  });

  it('gives back by itself what was paid for an order that had been passed on', async () => {
    const attempt = await till.attempt(await till.won());
    const orderId = attempt.tossOrderId;
    till.sim.faults.next({ on: 'confirm', kind: 'error-before', orderId });
    await till.confirm(attempt);
    // By an operator's hand, or a bug: the table itself lets no order go while it is being paid.
    const { db } = till.api.deps;
    await db.transaction(async (tx) => {
      const word = { actor: 'system', reason: 'a test', nowMs: Date.now() } as const;
      await moveOrder(tx, attempt.order.orderId, 'decline-payment', word);
      await moveOrder(tx, attempt.order.orderId, 'expire', word);
    });
    till.sim.faults.clear();
    await till.atToss.confirm(attempt);
    await learnPayment(till.deps(), orderId);
    expect(await till.balances(attempt)).to.deep.equal({ cash: 100_000, buyer: -100_000 });
    const { body } = await till.confirm(attempt);
    expect([body.outcome, body.payment.failure?.code]).to.deep.equal(['declined', 'PASSED_ON']);
    await reconcile();
    expect(till.sim.charged()[orderId]).to.equal(0);
    expect(await till.balances(attempt)).to.deep.equal({});
    expect(await till.orderOf(attempt)).to.include({ state: 'expired' });
    expect((await till.refundsOf(attempt))[0]).to.include({ state: 'done', cause: 'passed-on' });
  });

  it('gives back the second of two charges of one order, and leaves the first', async () => {
    const { first, second } = await chargedTwice(till);
    await reconcile();
    expect(till.sim.charged()).to.include({
      ...{ [first.tossOrderId]: 0, [second.tossOrderId]: 100_000 },
    });
    expect(await till.balances(second)).to.deep.equal(PAID_BOOKS);
    expect(await till.orderOf(second)).to.include({ state: 'paid' });
    await callOff(second);
    await eventually(async () => {
      await reconcile(HOUR_MS);
      return (await till.orderOf(second)).state === 'refunded';
    });
    expect(till.sim.charged()[second.tossOrderId]).to.equal(0);
  });
});
