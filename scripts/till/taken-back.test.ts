import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { payments, payoutAccounts } from '@sagopalgo/core/mysql/till-schema.ts';
import { checkBooks } from '@sagopalgo/core/orders/check-books.ts';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import { moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderActor, OrderMove } from '@sagopalgo/core/rules/order-states.ts';
import {
  payOutOrder,
  payOutSellers,
} from '@sagopalgo/lambdas/src/pay-out-sellers/pay-out-sellers.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { openOperatedTill } from './operated-till.ts';
import type { OperatedTill } from './operated-till.ts';
import { ACCOUNT } from './till-system.ts';
import type { Attempt, PaidAnswer } from './till-system.ts';

const PAID_BOOKS = { cash: 100_000, seller: -95_000, fees: -5_000 };
const ASKED_MS = 6 * 60_000;
const HOUR_MS = 3_600_000;
const REASON = { reason: '은행에 확인했어요.' };

describe('a deposit that the bank takes back once the order has gone on', function takingBack() {
  this.timeout(60_000);
  let till: OperatedTill;
  before(async () => {
    till = await openOperatedTill();
  });
  after(() => till.end());

  const move = (attempt: Attempt, name: OrderMove, actor: OrderActor) =>
    till.api.deps.db.transaction((tx) =>
      moveOrder(tx, attempt.order.orderId, name, { actor, reason: 'a test', nowMs: Date.now() }),
    );
  const learn = ({ tossOrderId }: Attempt) => learnPayment(till.deps(), tossOrderId);
  const payOut = ({ order }: Attempt) => payOutOrder(till.api.deps, order.orderId);
  const isStuck = async (attempt: Attempt) =>
    (await till.asOperator(attempt, 'GET', '')).body['stuck'];
  const endDispute = (attempt: Attempt, outcome: object): Promise<PaidAnswer> =>
    till.asOperator(attempt, 'POST', '/end-dispute', { ...REASON, ...outcome });
  /** What is wrong with this order's books; other tests have left theirs. */
  async function faultsOf({ order }: Attempt): Promise<string[]> {
    const faults = await checkBooks(till.api.deps.db);
    return faults.filter((fault) => fault.includes(order.orderId));
  }

  async function deposited(...moves: [OrderMove, OrderActor][]): Promise<Attempt> {
    const wish = { method: '가상계좌', virtualAccountValidMs: 48 * HOUR_MS } as const;
    const attempt = await till.attempt(await till.won(), wish);
    await till.confirm(attempt);
    till.sim.deposit(attempt.tossOrderId);
    await learn(attempt);
    const row = { userId: attempt.order.sellerId, ...ACCOUNT, changedAtMs: 1 };
    await till.api.deps.db.insert(payoutAccounts).values(row);
    for (const [name, actor] of moves) await move(attempt, name, actor);
    return attempt;
  }
  async function takeBack(attempt: Attempt): Promise<void> {
    till.sim.failDeposit(attempt.tossOrderId);
    await learn(attempt);
    await learn(attempt);
  }

  it('is not paid out to the seller, and stands still for an operator to see', async () => {
    const attempt = await deposited(['ship', 'seller']);
    expect(await isStuck(attempt)).to.equal(false);
    const before = await reconcilePayments(till.deps());
    await takeBack(attempt);
    await move(attempt, 'receive', 'buyer');
    expect(await payOut(attempt)).to.equal('waits');
    await payOutSellers(till.api.deps).catch(() => undefined);
    expect(await till.orderOf(attempt)).to.include({ state: 'received' });
    expect(await till.balances(attempt)).to.deep.equal({});
    expect(till.sim.charged()[attempt.tossOrderId] ?? 0).to.equal(0);
    expect(await isStuck(attempt)).to.equal(true);
    const after = await reconcilePayments(till.deps(ASKED_MS));
    expect(after.lackingMoney).to.equal(before.lackingMoney + 1);
    expect(await faultsOf(attempt)).to.deep.equal([]);
    // There is no attempt to be given up: the account waits for the money, and is not closed.
    const given = await till.asOperator(attempt, 'POST', '/give-up-payment', REASON);
    expect(given.body.code).to.equal('NOTHING_STUCK');
    expect(await till.paymentOf(attempt)).to.include({ state: 'waiting_for_deposit' });
  });

  it('goes on as before when the money comes again', async () => {
    const attempt = await deposited(['ship', 'seller'], ['receive', 'buyer']);
    await takeBack(attempt);
    till.sim.deposit(attempt.tossOrderId);
    await reconcilePayments(till.deps(ASKED_MS));
    expect(await till.balances(attempt)).to.deep.equal(PAID_BOOKS);
    expect(await isStuck(attempt)).to.equal(false);
    expect(await till.eventsOf(attempt)).to.include('deposit-came-back');
    expect(await till.refundsOf(attempt)).to.deep.equal([]);
    expect(await payOut(attempt)).to.equal('paid');
    expect(await faultsOf(attempt)).to.deep.equal([]);
  });

  it('ends at nobody’s cost where the operator calls it off', async () => {
    const attempt = await deposited(['ship', 'seller'], ['dispute', 'buyer']);
    await takeBack(attempt);
    const partly = await endDispute(attempt, { outcome: 'partial', refundKrw: 1 });
    expect(partly.body).to.deep.include({ code: 'REFUND_TOO_LARGE', detail: { maxKrw: 0 } });
    const { status, body } = await endDispute(attempt, { outcome: 'refund' });
    expect([status, body['orderState']]).to.deep.equal([200, 'refunded']);
    expect(await till.balances(attempt)).to.deep.equal({});
    expect(await isStuck(attempt)).to.equal(false);
    // Whoever pays in now pays for nothing, so nobody can.
    await reconcilePayments(till.deps(ASKED_MS));
    expect(await till.paymentOf(attempt)).to.include({ state: 'failed' });
    expect(await faultsOf(attempt)).to.deep.equal([]);
  });

  it('is paid out at our own cost where the operator releases it, and booked so', async () => {
    const attempt = await deposited(['ship', 'seller']);
    await takeBack(attempt);
    await till.asOperator(attempt, 'POST', '/dispute', REASON);
    expect((await endDispute(attempt, { outcome: 'release' })).status).to.equal(200);
    expect(await isStuck(attempt)).to.equal(false);
    expect(await till.balances(attempt)).to.deep.equal({ losses: 95_000, seller: -95_000 });
    expect(await payOut(attempt)).to.equal('paid');
    expect(await till.balances(attempt)).to.deep.equal({ losses: 95_000, cash: -95_000 });
    expect(await faultsOf(attempt)).to.deep.equal([]);
    till.sim.deposit(attempt.tossOrderId);
    await learn(attempt);
    expect(await till.balances(attempt)).to.deep.equal({ cash: 5_000, fees: -5_000 });
    expect(await faultsOf(attempt)).to.deep.equal([]);
  });

  it('is our loss where the seller has had the money', async () => {
    const attempt = await deposited(['ship', 'seller'], ['receive', 'buyer']);
    expect(await payOut(attempt)).to.equal('paid');
    await takeBack(attempt);
    expect(await till.balances(attempt)).to.deep.equal({ losses: 95_000, cash: -95_000 });
    expect(await till.orderOf(attempt)).to.include({ state: 'paid_out' });
    expect(await till.eventsOf(attempt)).to.include('payment-stands-still');
    expect(await faultsOf(attempt)).to.deep.equal([]);
  });

  it('leaves nothing to be given back of an order that was called off', async () => {
    const attempt = await deposited();
    await till.asOperator(attempt, 'POST', '/cancel', REASON);
    expect((await till.refundsOf(attempt))[0]).to.include({ state: 'needs-account' });
    await takeBack(attempt);
    expect(await till.orderOf(attempt)).to.include({ state: 'refunded' });
    expect((await till.refundsOf(attempt))[0]).to.include({ state: 'replaced' });
    expect(await till.balances(attempt)).to.deep.equal({});
    expect(await faultsOf(attempt)).to.deep.equal([]);
  });

  it('is not paid out either where no more is known than that Toss holds less', async () => {
    const attempt = await deposited(['ship', 'seller'], ['receive', 'buyer']);
    expect(await till.paymentOf(attempt)).to.include({ toldHeldKrw: 100_000, balanceKrw: 100_000 });
    const ofAttempt = eq(payments.tossOrderId, attempt.tossOrderId);
    await till.api.deps.db.update(payments).set({ toldHeldKrw: 99_999 }).where(ofAttempt);
    expect(await payOut(attempt)).to.equal('waits');
    expect(await isStuck(attempt)).to.equal(true);
    expect((await faultsOf(attempt)).join()).to.contain('Toss said that it holds 99999');
    await learn(attempt);
    expect(await payOut(attempt)).to.equal('paid');
  });

  it('is paid out but for what waits until the buyer has said an account, which then goes back', async () => {
    const attempt = await deposited(['ship', 'seller'], ['dispute', 'buyer']);
    expect((await endDispute(attempt, { outcome: 'partial', refundKrw: 1_000 })).status).to.equal(
      200,
    );
    expect(await payOut(attempt)).to.equal('paid');
    expect(await till.balances(attempt)).to.deep.equal({ cash: 5_950, seller: -950, fees: -5_000 });
    expect((await till.call(attempt, 'POST', '/refund-account', ACCOUNT)).status).to.equal(204);
    await reconcilePayments(till.deps(ASKED_MS));
    expect((await till.refundsOf(attempt))[0]).to.include({ state: 'done' });
    expect(await till.balances(attempt)).to.deep.equal({ cash: 4_950, fees: -4_950 });
    expect(await faultsOf(attempt)).to.deep.equal([]);
  });
});
