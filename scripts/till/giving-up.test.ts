import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orders, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { declineAttempt } from '@sagopalgo/core/orders/apply-payment.ts';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import type { PaymentRow } from '@sagopalgo/core/orders/payment-rows.ts';
import { tellLongUnknown } from '@sagopalgo/core/orders/stand-still.ts';
import type { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { giveUpStuck } from '@sagopalgo/api/src/orders/unstick.ts';
import { expireOrder } from '@sagopalgo/lambdas/src/expire-orders/expire-order.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { lastEvent, openOperatedTill } from './operated-till.ts';
import type { OperatedTill } from './operated-till.ts';
import type { Attempt, Won } from './till-system.ts';

const SOON_MS = 20_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const REASON = { reason: '카드사와 이야기했어요.' };
const DECLINED = { code: 'REJECT_CARD_PAYMENT', message: '한도를 넘었어요.' };

describe('a payment that stands still', function givingUp() {
  this.timeout(60_000);
  let till: OperatedTill;
  before(async () => {
    till = await openOperatedTill();
  });
  after(() => till.end());
  afterEach(() => till.sim.faults.clear());

  const reconcile = (aheadMs = SOON_MS) => reconcilePayments(till.deps(aheadMs));
  const giveUp = (won: Won) => till.asOperator(won, 'POST', '/give-up-payment', REASON);
  const isShownStuck = async (won: Won) => (await till.call(won, 'GET', '')).body['stuck'];
  const setOrder = async ({ order: { orderId } }: Won, set: Partial<OrderRow>) => {
    await till.api.deps.db.update(orders).set(set).where(eq(orders.orderId, orderId));
  };
  const setPayment = async ({ tossOrderId }: Attempt, set: Partial<PaymentRow>) => {
    const { db } = till.api.deps;
    await db.update(payments).set(set).where(eq(payments.tossOrderId, tossOrderId));
  };
  const atSim = ({ tossOrderId }: Attempt) =>
    till.sim.payments().find(({ orderId }) => orderId === tossOrderId);

  /** Confirmed, and Toss says no more than that something went wrong. */
  async function unheard(won?: Won): Promise<Attempt> {
    const attempt = await till.attempt(won ?? (await till.won()));
    const { tossOrderId: orderId } = attempt;
    till.sim.faults.next({ on: 'confirm', kind: 'error-before', orderId });
    expect((await till.confirm(attempt)).body.outcome).to.equal('checking');
    return attempt;
  }
  async function stuck(): Promise<Attempt> {
    const attempt = await unheard();
    await reconcile(HOUR_MS);
    expect(await till.eventsOf(attempt)).to.include('payment-stands-still');
    expect(await till.orderOf(attempt)).to.include({ state: 'paying' });
    await setPayment(attempt, { confirmingAtMs: Date.now() - HOUR_MS });
    return attempt;
  }
  /** An account that is of another amount at Toss than here. */
  async function stuckDeposit(): Promise<Attempt> {
    const attempt = await till.attempt(await till.won(), { method: '가상계좌' });
    expect((await till.confirm(attempt)).body.outcome).to.equal('awaiting_deposit');
    const confirmingAtMs = Date.now() - HOUR_MS;
    await setPayment(attempt, { amountKrw: 90_000, confirmingAtMs });
    await learnPayment(till.deps(), attempt.tossOrderId);
    expect(await isShownStuck(attempt)).to.equal(true);
    return attempt;
  }

  it('is a payment that stands still: given up, it can be paid anew, and who did so is kept', async () => {
    const attempt = await stuck();
    const { status, body } = await giveUp(attempt);
    expect(status, JSON.stringify(body)).to.equal(200);
    expect(await till.orderOf(attempt)).to.include({ state: 'awaiting_payment' });
    expect(await till.paymentOf(attempt)).to.include({ state: 'failed', failureCode: 'GIVEN_UP' });
    expect(await lastEvent(till, attempt, 'payment-given-up')).to.include({
      ...{ actor: 'operator', actorId: till.operator.userId, ...REASON },
    });
    expect((await giveUp(attempt)).body.code).to.equal('NOTHING_STUCK');
    const second = await till.attempt(attempt);
    expect((await till.confirm(second)).body.outcome).to.equal('paid');
    expect(till.sim.charged()).to.include({
      ...{ [attempt.tossOrderId]: 0, [second.tossOrderId]: 100_000 },
    });
  });

  it('gives back what comes of it after the order was paid otherwise', async () => {
    const attempt = await stuck();
    await giveUp(attempt);
    const second = await till.attempt(attempt);
    await till.confirm(second);
    await till.atToss.confirm(attempt);
    await learnPayment(till.deps(), attempt.tossOrderId);
    await reconcile();
    expect(till.sim.charged()).to.include({
      ...{ [attempt.tossOrderId]: 0, [second.tossOrderId]: 100_000 },
    });
    expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
  });

  it('is followed and not given up where Toss has come to tell how it stands', async () => {
    const attempt = await stuck();
    await till.atToss.confirm(attempt);
    expect((await giveUp(attempt)).body.code).to.equal('NOTHING_STUCK');
    expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(100_000);
  });

  it('is not given up while Toss tells nothing, nor while it does not stand still', async () => {
    const attempt = await stuck();
    const { tossOrderId: orderId } = attempt;
    till.sim.faults.next({ on: 'look-up', kind: 'error-before', orderId, times: 2 });
    const { status, body } = await giveUp(attempt);
    expect([status, body.code]).to.deep.equal([503, 'UNAVAILABLE']);
    expect(await till.orderOf(attempt)).to.include({ state: 'paying' });
    const young = await unheard();
    expect((await giveUp(young)).body.code).to.equal('NOTHING_STUCK');
    expect(await till.orderOf(young)).to.include({ state: 'paying' });
    expect((await till.call(attempt, 'POST', '/give-up-payment', REASON)).body.code).to.equal(
      'FORBIDDEN',
    );
  });

  it('says nothing of the attempt after it', async () => {
    const attempt = await stuck();
    expect(await isShownStuck(attempt)).to.equal(true);
    await declineAttempt(till.deps(), await till.paymentOf(attempt), DECLINED);
    expect(await isShownStuck(attempt)).to.equal(false);
    const second = await unheard(attempt);
    expect(await isShownStuck(second)).to.equal(false);
    expect((await giveUp(second)).body.code).to.equal('NOTHING_STUCK');
    expect(await till.paymentOf(second)).to.include({ state: 'confirming' });
  });

  it('is noted of no attempt that has gone on meanwhile', async () => {
    const attempt = await unheard();
    const seen = await till.paymentOf(attempt);
    await declineAttempt(till.deps(), seen, DECLINED);
    const second = await unheard(attempt);
    await tellLongUnknown(till.deps(), seen);
    expect(await till.eventsOf(second)).not.to.include('payment-stands-still');
    await tellLongUnknown(till.deps(), await till.paymentOf(second));
    expect(await till.eventsOf(second)).to.include('payment-stands-still');
  });

  it('is not given up while Toss may still do what it was sent', async () => {
    const attempt = await stuck();
    const confirmingAtMs = Date.now();
    await setPayment(attempt, { confirmingAtMs });
    const { body } = await giveUp(attempt);
    expect(body.code).to.equal('TOO_EARLY');
    expect(body.detail['fromMs']).to.equal(confirmingAtMs + 12 * MINUTE_MS);
    expect(await till.paymentOf(attempt)).to.include({ state: 'confirming' });
  });

  it('loses no charge that is told after somebody had ended the attempt', async () => {
    const attempt = await till.attempt(await till.won());
    const { tossOrderId: orderId } = attempt;
    const held = till.sim.faults.next({ on: 'confirm', kind: 'hold-after', orderId });
    const confirmed = till.confirm(attempt);
    await held.reached;
    await declineAttempt(till.deps(), await till.paymentOf(attempt), DECLINED);
    held.release();
    expect((await confirmed).body.outcome).to.equal('paid');
    expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
    expect(till.sim.charged()[orderId]).to.equal(100_000);
  });

  it('is not given up while Toss has money of it, and is once that was cancelled there', async () => {
    const attempt = await stuck();
    await till.atToss.confirm(attempt);
    await setPayment(attempt, { amountKrw: 90_000 });
    const { status, body } = await giveUp(attempt);
    expect([status, body.code]).to.deep.equal([409, 'MONEY_AT_TOSS']);
    expect(await till.orderOf(attempt)).to.include({ state: 'paying' });
    await till.atToss.cancel(attempt);
    expect((await giveUp(attempt)).status).to.equal(200);
    expect(await till.orderOf(attempt)).to.include({ state: 'awaiting_payment' });
  });

  it('has its account closed before it is given up', async () => {
    const attempt = await stuckDeposit();
    const { tossOrderId: orderId } = attempt;
    till.sim.faults.next({ on: 'cancel', kind: 'error-before', orderId });
    expect((await giveUp(attempt)).body.code).to.equal('MONEY_AT_TOSS');
    expect(await till.orderOf(attempt)).to.include({ state: 'awaiting_deposit' });
    // Toss repeats what it once answered to a key, which holds for an hour.
    till.sim.faults.clear();
    await till.atToss.cancel(attempt);
    expect((await giveUp(attempt)).status).to.equal(200);
    const other = await stuckDeposit();
    expect((await giveUp(other)).status).to.equal(200);
    for (const each of [attempt, other]) {
      expect(atSim(each)).to.include({ status: 'CANCELED' });
      expect(await till.orderOf(each)).to.include({ state: 'awaiting_payment' });
      expect(await till.eventsOf(each)).to.include('payment-given-up');
    }
  });

  it('is answered before the door shuts where Toss is slow, and given up all the same', async () => {
    const attempt = await stuck();
    const { tossOrderId, order } = attempt;
    const held = till.sim.faults.next({ on: 'look-up', kind: 'hold-before', orderId: tossOrderId });
    const { userId } = till.operator;
    const claims = { userId, nickname: '', role: 'ADMIN', familyId: '' } as const;
    const caller = { ...claims, expiresAtMs: Date.now() + HOUR_MS };
    const asked = { caller, orderId: order.orderId };
    const refusal = await giveUpStuck(till.api.deps, asked, REASON.reason, 50).catch(
      (caught: unknown) => caught as RefusalError,
    );
    expect(refusal?.code).to.equal('UNAVAILABLE');
    held.release();
    await eventually(async () => (await till.orderOf(attempt)).state === 'awaiting_payment');
  });

  it('leaves a day to pay again, and no default, however late it is given up', async () => {
    for (const make of [stuck, stuckDeposit]) {
      const attempt = await make();
      const beforeMs = Date.now();
      await setOrder(attempt, { payByMs: beforeMs - 1_000 });
      expect((await giveUp(attempt)).status).to.equal(200);
      const { orderId, payByMs } = await till.orderOf(attempt);
      expect(payByMs).to.be.at.least(beforeMs + 24 * HOUR_MS);
      expect(await expireOrder(till.api.deps, orderId)).to.equal(false);
    }
  });

  it('is found where its money comes after it was given up', async () => {
    const attempt = await stuck();
    await giveUp(attempt);
    await till.atToss.confirm(attempt);
    await reconcile(6 * MINUTE_MS);
    expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(100_000);
  });

  it('is asked about no more once Toss says that nothing came of it, nor after a week', async () => {
    const over = await stuck();
    await giveUp(over);
    await till.atToss.confirm(over);
    await till.atToss.cancel(over);
    await reconcile(6 * MINUTE_MS);
    expect(await till.paymentOf(over)).to.include({
      state: 'failed',
      failureCode: 'GIVEN_UP_OVER',
    });
    const old = await stuck();
    await giveUp(old);
    await setPayment(old, { createdAtMs: Date.now() - 8 * 24 * HOUR_MS });
    const { askedAtMs } = await till.paymentOf(old);
    await reconcile(6 * MINUTE_MS);
    expect((await till.paymentOf(old)).askedAtMs).to.equal(askedAtMs);
  });
});
