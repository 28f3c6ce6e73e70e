import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { ACCOUNT, ADDRESS, openTill } from './till-system.ts';
import type { Attempt, TillSystem, Won } from './till-system.ts';

const PAID_BOOKS = { cash: 100_000, seller: -95_000, fees: -5_000 };
const SOON_MS = 20_000;
const ASKED_MS = 6 * 60_000;
const HOUR_MS = 3_600_000;

describe('paying by deposit', () => {
  let till: TillSystem;
  before(async () => {
    till = await openTill();
    till.sim.webhooks.sendTo(null);
  });
  after(() => till.end());

  const reconcile = (aheadMs = SOON_MS) => reconcilePayments(till.deps(aheadMs));
  async function awaited(virtualAccountValidMs = HOUR_MS): Promise<Attempt> {
    const wish = { method: '가상계좌', virtualAccountValidMs } as const;
    const attempt = await till.attempt(await till.won(), wish);
    const { body } = await till.confirm(attempt);
    expect(body.outcome).to.equal('awaiting_deposit');
    return attempt;
  }
  const expire = ({ order }: Won) =>
    till.api.deps.db.transaction((tx) =>
      moveOrder(tx, order.orderId, 'expire', {
        ...{ actor: 'system', reason: 'a test', nowMs: Date.now() },
      }),
    );

  it('waits with an account for the buyer, and is paid when the money has come', async () => {
    const attempt = await awaited();
    const { body } = await till.confirm(attempt);
    expect(body.payment.virtualAccount).to.include({ bankCode: '92', bankName: '토스뱅크' });
    expect(await till.orderOf(attempt)).to.include({ state: 'awaiting_deposit' });
    expect(await till.balances(attempt)).to.deep.equal({});
    till.sim.deposit(attempt.tossOrderId);
    await reconcile(ASKED_MS);
    expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
    expect(await till.balances(attempt)).to.deep.equal(PAID_BOOKS);
    expect((await till.confirm(attempt)).body.outcome).to.equal('paid');
  });

  it('takes money until the order’s own deadline, and is closed then', async () => {
    const payByMs = Date.now() + HOUR_MS;
    const wish = { method: '가상계좌', virtualAccountValidMs: 48 * HOUR_MS } as const;
    const attempt = await till.attempt(await till.won({ payByMs }), wish);
    const { body } = await till.confirm(attempt);
    expect(body.payment.virtualAccount).to.include({ dueAtMs: payByMs });
    await reconcile(HOUR_MS + ASKED_MS);
    const [atToss] = till.sim.payments().filter(({ orderId }) => orderId === attempt.tossOrderId);
    expect(atToss?.status).to.equal('CANCELED');
    expect(await till.orderOf(attempt)).to.include({ state: 'awaiting_payment' });
  });

  it('follows the bank where it takes a deposit back, in the books as well, and again', async () => {
    const attempt = await awaited();
    const { tossOrderId } = attempt;
    for (let time = 0; time < 2; time += 1) {
      till.sim.deposit(tossOrderId);
      await learnPayment(till.deps(), tossOrderId);
      expect(await till.balances(attempt)).to.deep.equal(PAID_BOOKS);
      till.sim.failDeposit(tossOrderId);
      await learnPayment(till.deps(), tossOrderId);
      await learnPayment(till.deps(), tossOrderId);
      expect(await till.orderOf(attempt)).to.include({ state: 'awaiting_deposit', paidAtMs: null });
      expect(await till.balances(attempt)).to.deep.equal({});
    }
    till.sim.deposit(tossOrderId);
    await learnPayment(till.deps(), tossOrderId);
    expect(await till.balances(attempt)).to.deep.equal(PAID_BOOKS);
  });

  it('is undone by no answer that is older than what is known', async () => {
    const attempt = await awaited();
    const { tossOrderId } = attempt;
    const held = till.sim.faults.next({ on: 'look-up', kind: 'hold-after', orderId: tossOrderId });
    const old = learnPayment(till.deps(), tossOrderId);
    await held.reached;
    till.sim.deposit(tossOrderId);
    await learnPayment(till.deps(), tossOrderId);
    expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
    held.release();
    expect(await old).to.include({ found: 'payment', status: 'DONE' });
    expect(await till.eventsOf(attempt)).to.not.include('undo-deposit');
    expect(await till.balances(attempt)).to.deep.equal(PAID_BOOKS);
  });

  it('is taken for as long as the order waits anew where the bank took one back', async () => {
    const wish = { method: '가상계좌', virtualAccountValidMs: 48 * HOUR_MS } as const;
    const won = await till.won({ payByMs: Date.now() + HOUR_MS });
    const attempt = await till.attempt(won, wish);
    await till.confirm(attempt);
    till.sim.deposit(attempt.tossOrderId);
    await learnPayment(till.deps(), attempt.tossOrderId);
    till.sim.failDeposit(attempt.tossOrderId);
    await learnPayment(till.deps(), attempt.tossOrderId);
    const { payByMs } = await till.orderOf(attempt);
    expect(payByMs).to.be.above(won.order.payByMs);
    const { body } = await till.confirm(attempt);
    expect(body.payment.virtualAccount).to.include({ dueAtMs: payByMs });
  });

  it('gives whoever thought that it was paid a day to pay after all, whenever it was due', async () => {
    for (const [dueInMs, lateMs] of [
      [-HOUR_MS, 24 * HOUR_MS],
      [72 * HOUR_MS, 72 * HOUR_MS],
    ] as const) {
      const attempt = await awaited();
      const { tossOrderId, order } = attempt;
      till.sim.deposit(tossOrderId);
      await learnPayment(till.deps(), tossOrderId);
      const beforeMs = Date.now();
      await till.api.deps.db
        .update(orders)
        .set({ payByMs: beforeMs + dueInMs })
        .where(eq(orders.orderId, order.orderId));
      till.sim.failDeposit(tossOrderId);
      await learnPayment(till.deps(), tossOrderId);
      const { state, payByMs } = await till.orderOf(attempt);
      expect(state).to.equal('awaiting_deposit');
      expect(payByMs).to.be.within(beforeMs + lateMs, beforeMs + lateMs + HOUR_MS);
    }
  });

  it('has a person look where the thing was sent before the bank took the money back', async () => {
    const attempt = await awaited();
    till.sim.deposit(attempt.tossOrderId);
    await learnPayment(till.deps(), attempt.tossOrderId);
    await till.api.deps.db.transaction((tx) =>
      moveOrder(tx, attempt.order.orderId, 'ship', {
        ...{ actor: 'seller', reason: 'a test', nowMs: Date.now() },
      }),
    );
    till.sim.failDeposit(attempt.tossOrderId);
    await learnPayment(till.deps(), attempt.tossOrderId);
    expect(await till.orderOf(attempt)).to.include({ state: 'shipped' });
    expect(await till.balances(attempt)).to.deep.equal({});
    expect(await till.eventsOf(attempt)).to.include('payment-stands-still');
    const told = till.api.log.events.filter(({ event }) => event === 'payment.stands-still');
    expect(JSON.stringify(told)).to.contain('the bank took back a deposit');
  });

  it('can be paid otherwise when nobody has paid in by the account’s last moment', async () => {
    const attempt = await awaited(60_000);
    till.sim.clock.advance(61_000);
    await reconcile(ASKED_MS);
    expect(await till.orderOf(attempt)).to.include({ state: 'awaiting_payment' });
    const { body } = await till.confirm(attempt);
    expect([body.outcome, body.payment.failure?.code]).to.deep.equal(['declined', 'DEPOSIT_OVER']);
    expect((await till.confirm(await till.attempt(attempt))).body.outcome).to.equal('paid');
    expect(await till.balances(attempt)).to.deep.equal(PAID_BOOKS);
  });

  it('still pays when money comes late for an order that still waits', async () => {
    const attempt = await awaited(60_000);
    till.sim.clock.advance(61_000);
    await reconcile(ASKED_MS);
    till.sim.deposit(attempt.tossOrderId, { late: true });
    await learnPayment(till.deps(), attempt.tossOrderId);
    expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
    expect(await till.balances(attempt)).to.deep.equal(PAID_BOOKS);
  });

  const giveUp = (attempt: Attempt) =>
    till.call(attempt, 'POST', `/payments/${attempt.tossOrderId}/give-up`);

  it('is given up for another way to pay, once Toss takes no deposit any more', async () => {
    const attempt = await awaited();
    const orderId = attempt.tossOrderId;
    till.sim.faults.next({ on: 'cancel', kind: 'error-before', orderId });
    expect((await giveUp(attempt)).body.code).to.equal('UNAVAILABLE');
    expect(await till.paymentOf(attempt)).to.include({ state: 'waiting_for_deposit' });
    const early = await till.call(attempt, 'POST', '/payments', { address: ADDRESS });
    expect(early.body.code).to.equal('ORDER_STATE');

    const other = await awaited();
    for (let time = 0; time < 2; time += 1) {
      expect((await giveUp(other)).body.outcome).to.equal('declined');
    }
    const [atToss] = till.sim.payments().filter((each) => each.orderId === other.tossOrderId);
    expect(atToss?.status).to.equal('CANCELED');
    expect((await till.confirm(await till.attempt(other))).body.outcome).to.equal('paid');
    expect(await till.balances(other)).to.deep.equal(PAID_BOOKS);
  });

  it('is not given up where the money was quicker', async () => {
    const attempt = await awaited();
    till.sim.deposit(attempt.tossOrderId);
    expect((await giveUp(attempt)).body.outcome).to.equal('paid');
    expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
    expect(await till.balances(attempt)).to.deep.equal(PAID_BOOKS);
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(100_000);
  });

  it('closes the account of an order that has expired, so that nobody pays for nothing', async () => {
    const attempt = await awaited();
    await expire(attempt);
    await reconcile();
    const [payment] = till.sim.payments().filter((each) => each.orderId === attempt.tossOrderId);
    expect(payment?.status).to.equal('CANCELED');
    expect(await till.paymentOf(attempt)).to.include({ state: 'failed' });
    expect(await till.orderOf(attempt)).to.include({ state: 'expired' });
    expect(await till.balances(attempt)).to.deep.equal({});
  });

  it('closes the account later where Toss would not at first', async () => {
    const attempt = await awaited();
    const orderId = attempt.tossOrderId;
    await expire(attempt);
    till.sim.faults.next({ on: 'cancel', kind: 'refuse', code: 'PROVIDER_ERROR', orderId });
    await reconcile();
    expect(await till.paymentOf(attempt)).to.include({ state: 'waiting_for_deposit' });
    await reconcile(HOUR_MS + SOON_MS);
    const [atToss] = till.sim.payments().filter((each) => each.orderId === orderId);
    expect(atToss?.status).to.equal('CANCELED');
    expect(await till.paymentOf(attempt)).to.include({ state: 'failed' });
  });

  it('gives a deposit back that came for an order that had expired, to the account named', async () => {
    const attempt = await awaited();
    await expire(attempt);
    till.sim.deposit(attempt.tossOrderId);
    await reconcile();
    expect(await till.orderOf(attempt)).to.include({ state: 'expired' });
    expect(await till.balances(attempt)).to.deep.equal({ cash: 100_000, buyer: -100_000 });
    expect((await till.confirm(attempt)).body).to.deep.include({ outcome: 'declined' });
    const [waiting] = await till.refundsOf(attempt);
    expect(waiting).to.include({
      state: 'needs-account',
      cause: 'late-deposit',
      amountKrw: 100_000,
    });
    await reconcile(HOUR_MS);
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(100_000);

    const given = await till.call(attempt, 'POST', '/refund-account', ACCOUNT);
    expect(given.status).to.equal(204);
    await reconcile(2 * HOUR_MS);
    expect((await till.refundsOf(attempt))[0]).to.include({ state: 'done' });
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(0);
    expect(await till.balances(attempt)).to.deep.equal({});
    expect(await till.paymentOf(attempt)).to.include({ state: 'cancelled', balanceKrw: 0 });
    const again = await till.call(attempt, 'POST', '/refund-account', ACCOUNT);
    expect(again.body.code).to.equal('ORDER_STATE');
  });

  it('asks for another account where the bank refuses the one that was named', async () => {
    const attempt = await awaited();
    await expire(attempt);
    till.sim.deposit(attempt.tossOrderId);
    await reconcile();
    await till.call(attempt, 'POST', '/refund-account', ACCOUNT);
    const orderId = attempt.tossOrderId;
    const code = 'INVALID_REFUND_ACCOUNT_NUMBER';
    till.sim.faults.next({ on: 'cancel', kind: 'refuse', code, orderId });
    await reconcile();
    expect((await till.refundsOf(attempt))[0]).to.include({
      ...{ state: 'needs-account', failureCode: code, receiveAccount: null },
    });
    const other = { ...ACCOUNT, accountNumber: '220123456789' };
    expect((await till.call(attempt, 'POST', '/refund-account', other)).status).to.equal(204);
    await reconcile(HOUR_MS);
    expect((await till.refundsOf(attempt))[0]).to.include({ state: 'done' });
    expect(till.sim.charged()[orderId]).to.equal(0);
  });
});
