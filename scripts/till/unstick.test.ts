import { and, eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orders, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { hasRefundUnderWay } from '@sagopalgo/core/orders/books.ts';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import { postJournal } from '@sagopalgo/core/orders/post-journal.ts';
import { payoutLines } from '@sagopalgo/core/rules/journals.ts';
import { addPersonWithToken } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { lastEvent, openOperatedTill } from './operated-till.ts';
import type { OperatedTill } from './operated-till.ts';
import { ACCOUNT } from './till-system.ts';
import type { PaidAnswer, Won } from './till-system.ts';

const SOON_MS = 20_000;
const HOUR_MS = 3_600_000;
const REASON = { reason: '카드사와 이야기했어요.' };

describe('a refund that only a person can get going again', function unsticking() {
  this.timeout(60_000);
  let till: OperatedTill;
  before(async () => {
    till = await openOperatedTill();
  });
  after(() => till.end());
  afterEach(() => till.sim.faults.clear());

  const reconcile = (aheadMs = SOON_MS) => reconcilePayments(till.deps(aheadMs));
  const asOperator = (won: Won, path: string, body: object = REASON): Promise<PaidAnswer> =>
    till.asOperator(won, 'POST', path, body);
  const retry = (won: Won, refundId: string) => asOperator(won, `/refunds/${refundId}/retry`);

  /** A refund that Toss has refused for good, of all or of a part of what was paid. */
  async function refused(amountKrw?: number, wish: object = {}) {
    const attempt = await till.attempt(await till.won(), wish);
    await till.confirm(attempt);
    if ('method' in wish) {
      till.sim.deposit(attempt.tossOrderId);
      await learnPayment(till.deps(), attempt.tossOrderId);
    }
    const refundId = await till.askBack(attempt, amountKrw);
    if ('method' in wish) await till.call(attempt, 'POST', '/refund-account', ACCOUNT);
    const orderId = attempt.tossOrderId;
    till.sim.faults.next({ on: 'cancel', kind: 'refuse', code: 'REFUND_REJECTED', orderId });
    await reconcile();
    expect((await till.refundsOf(attempt))[0]).to.include({ refundId, state: 'refused' });
    return { attempt, refundId };
  }

  it('is a refund that Toss refused: tried again it is done, once, and who had it tried is kept', async () => {
    for (const wish of [{}, { method: '가상계좌' }]) {
      const { attempt, refundId } = await refused(undefined, wish);
      const { status, body } = await retry(attempt, refundId);
      expect(status, JSON.stringify(body)).to.equal(200);
      expect(await lastEvent(till, attempt, 'refund-retried')).to.include({
        ...{ actor: 'operator', actorId: till.operator.userId, ...REASON },
      });
      await reconcile();
      expect((await till.refundsOf(attempt))[0]).to.include({ state: 'done', failureCode: null });
      expect(till.sim.charged()[attempt.tossOrderId]).to.equal(0);
      expect((await retry(attempt, refundId)).body.code).to.equal('NOTHING_STUCK');
      await reconcile(HOUR_MS);
      const [payment] = till.sim.payments().filter((each) => each.orderId === attempt.tossOrderId);
      expect(payment?.cancels).to.have.length(1);
    }
  });

  it('is refused as before where Toss still says no, and may be tried once more', async () => {
    const { attempt, refundId } = await refused();
    const orderId = attempt.tossOrderId;
    till.sim.faults.next({ on: 'cancel', kind: 'refuse', code: 'REFUND_REJECTED', orderId });
    await retry(attempt, refundId);
    await reconcile();
    expect((await till.refundsOf(attempt))[0]).to.include({ state: 'refused', tries: 2 });
    await retry(attempt, refundId);
    await reconcile();
    expect(till.sim.charged()[orderId]).to.equal(0);
  });

  it('is tried again by operators alone, and by none that is a party', async () => {
    const { attempt, refundId } = await refused();
    const path = `/refunds/${refundId}/retry`;
    expect((await till.call(attempt, 'POST', path, REASON)).body.code).to.equal('FORBIDDEN');
    const stranger = await addPersonWithToken(till.api.deps);
    const asStranger = await till.call({ ...attempt, buyer: stranger }, 'POST', path, REASON);
    expect(asStranger.body.code).to.equal('ORDER_NOT_FOUND');
    const other = await refused();
    expect((await retry(other.attempt, refundId)).body.code).to.equal('NOTHING_STUCK');
    expect((await asOperator(attempt, path, {})).body.code).to.equal('INVALID_REQUEST');
    expect((await till.refundsOf(attempt))[0]).to.include({ state: 'refused' });
  });

  it('is over once it was given back by hand: nobody asks any more, and nothing waits', async () => {
    const { attempt, refundId } = await refused(30_000);
    const before = await reconcile();
    await till.atToss.cancel(attempt, 30_000);
    await learnPayment(till.deps(), attempt.tossOrderId);
    const [replaced, done] = await till.refundsOf(attempt);
    expect(replaced).to.include({ refundId, state: 'replaced' });
    expect(done).to.include({ state: 'done', amountKrw: 30_000 });
    const { body } = await till.call(attempt, 'GET', '');
    const shown = body['refunds'] as { state: string }[];
    expect(shown.map(({ state }) => state)).to.deep.equal(['done']);
    expect(body).to.deep.include({ refundedKrw: 30_000 });
    expect((await retry(attempt, refundId)).body.code).to.equal('NOTHING_STUCK');
    const looks = () =>
      till.api.log.events.filter(
        ({ event, facts }) =>
          event === 'payment.looked-up' && JSON.stringify(facts).includes(attempt.tossOrderId),
      ).length;
    const looksBefore = looks();
    const after = await reconcile(6 * HOUR_MS);
    expect(looks()).to.equal(looksBefore);
    expect(after.refundsRefused).to.equal(before.refundsRefused - 1);
  });

  it('asks the buyer of a deposit anew where to, where the operator says so', async () => {
    const { attempt, refundId } = await refused(undefined, { method: '가상계좌' });
    const path = `/refunds/${refundId}/retry`;
    const { status } = await asOperator(attempt, path, { ...REASON, asksAccount: true });
    expect(status).to.equal(200);
    const [asked] = await till.refundsOf(attempt);
    expect(asked).to.include({ state: 'needs-account', receiveAccount: null });
    const account = { ...ACCOUNT, accountNumber: '220987654321' };
    await till.call(attempt, 'POST', '/refund-account', account);
    await reconcile();
    expect((await till.refundsOf(attempt))[0]).to.include({ state: 'done' });
    const [payment] = till.sim.payments().filter((each) => each.orderId === attempt.tossOrderId);
    expect(payment?.virtualAccount?.refundReceiveAccount?.accountNumber).to.equal('220987654321');
  });

  it('is not tried again once the seller has the money, unless it was never the seller’s', async () => {
    const { attempt, refundId } = await refused(30_000);
    const { db } = till.api.deps;
    const { orderId, sellerId } = attempt.order;
    await db.transaction(async (tx) => {
      const paid = { journalKey: `payout:${orderId}`, kind: 'payout', orderId } as const;
      await postJournal(tx, { ...paid, lines: payoutLines(sellerId, 95_000), nowMs: Date.now() });
      await tx.update(orders).set({ state: 'paid_out' }).where(eq(orders.orderId, orderId));
    });
    expect((await retry(attempt, refundId)).body.code).to.equal('NOTHING_STUCK');
    const stray = { failureCode: 'PASSED_ON' };
    await db.update(payments).set(stray).where(eq(payments.orderId, orderId));
    expect((await retry(attempt, refundId)).status).to.equal(200);
    await reconcile();
  });

  it('is owed no more, and not tried again, once a later one has been done in its place', async () => {
    const { attempt, refundId } = await refused(30_000);
    await till.askBack(attempt, 20_000);
    const isHeld = () =>
      till.api.deps.db.$count(
        orders,
        and(eq(orders.orderId, attempt.order.orderId), hasRefundUnderWay(till.api.deps.db)),
      );
    expect(await isHeld()).to.equal(1);
    await reconcile();
    expect(await isHeld()).to.equal(0);
    const refunds = await till.refundsOf(attempt);
    expect(refunds.map(({ state }) => state).toSorted()).to.deep.equal(['done', 'replaced']);
    expect((await retry(attempt, refundId)).body.code).to.equal('NOTHING_STUCK');
  });

  it('is owed as far as a person has not given it back, and is tried again for that', async () => {
    const { attempt, refundId } = await refused(30_000);
    await till.atToss.cancel(attempt, 20_000);
    await learnPayment(till.deps(), attempt.tossOrderId);
    const rest = (await till.refundsOf(attempt)).find((each) => each.refundId === refundId);
    expect(rest).to.include({ state: 'refused', amountKrw: 10_000 });
    expect((await retry(attempt, refundId)).status).to.equal(200);
    await reconcile();
    const given = (await till.refundsOf(attempt)).map(({ state, amountKrw }) => [state, amountKrw]);
    expect(given).to.have.deep.members([
      ['done', 20_000],
      ['done', 10_000],
    ]);
  });

  it('is over once all has gone back, in whatever parts', async () => {
    const { attempt, refundId } = await refused();
    await till.atToss.cancel(attempt, 60_000);
    await till.atToss.cancel(attempt, 40_000);
    await learnPayment(till.deps(), attempt.tossOrderId);
    const refunds = await till.refundsOf(attempt);
    expect(refunds.find((each) => each.refundId === refundId)).to.include({ state: 'replaced' });
    expect(await till.balances(attempt)).to.deep.equal({});
  });
});
