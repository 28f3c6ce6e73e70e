import { eq, inArray } from 'drizzle-orm';
import { expect } from 'chai';
import { orderEvents, orders, payoutAccounts } from '@sagopalgo/core/mysql/till-schema.ts';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import { ORDER_TRANSITIONS } from '@sagopalgo/core/rules/order-states.ts';
import { signAccessToken } from '@sagopalgo/core/runtime/token.ts';
import { advanceOrders } from '@sagopalgo/lambdas/src/advance-orders/advance-orders.ts';
import { expireOrder } from '@sagopalgo/lambdas/src/expire-orders/expire-order.ts';
import { payOutOrder } from '@sagopalgo/lambdas/src/pay-out-sellers/pay-out-sellers.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { openOperatedTill } from './operated-till.ts';
import type { OperatedTill } from './operated-till.ts';
import { ACCOUNT } from './till-system.ts';
import type { Attempt, PaidAnswer, Won } from './till-system.ts';

const SOON_MS = 20_000;
const ASKED_MS = 6 * 60_000;
const HOUR_MS = 3_600_000;
const MONTH_MS = 30 * 24 * HOUR_MS;
const REASON = { reason: '사진과 달라요.' };
const DEPOSIT = { method: '가상계좌', virtualAccountValidMs: HOUR_MS } as const;
const SHIPMENT = { carrier: 'cj', trackingNumber: '1234' };

describe('the life of an order that was paid at Toss', () => {
  let till: OperatedTill;
  before(async () => {
    till = await openOperatedTill();
  });
  after(() => till.end());

  const reconcile = (aheadMs = SOON_MS) => reconcilePayments(till.deps(aheadMs));
  const asBuyer = (won: Won, what: string, body: object = {}) =>
    till.call(won, 'POST', `/${what}`, body);
  const asOperator = (won: Won, what: string, body: object) =>
    till.asOperator(won, 'POST', `/${what}`, body);
  function asSeller(won: Won, what: string, body: object = {}): Promise<PaidAnswer> {
    const userId = won.order.sellerId;
    const claims = { userId, nickname: '판매자', role: 'USER', familyId: '' } as const;
    const token = signAccessToken(till.api.deps.accessKey, claims, Date.now() + HOUR_MS);
    return till.call({ ...won, buyer: { userId, token } }, 'POST', `/${what}`, body);
  }

  async function paid(): Promise<Attempt> {
    const attempt = await till.attempt(await till.won());
    expect((await till.confirm(attempt)).body.outcome).to.equal('paid');
    return attempt;
  }
  async function disputed(): Promise<Attempt> {
    const attempt = await paid();
    await asSeller(attempt, 'ship', SHIPMENT);
    await asBuyer(attempt, 'dispute', REASON);
    return attempt;
  }
  async function awaited(): Promise<Attempt> {
    const attempt = await till.attempt(await till.won(), DEPOSIT);
    expect((await till.confirm(attempt)).body.outcome).to.equal('awaiting_deposit');
    return attempt;
  }
  async function declined(): Promise<Attempt> {
    const attempt = await till.attempt(await till.won());
    const refuse = { on: 'confirm', kind: 'refuse', code: 'REJECT_CARD_PAYMENT' } as const;
    till.sim.faults.next({ ...refuse, orderId: attempt.tossOrderId });
    expect((await till.confirm(attempt)).body.outcome).to.equal('declined');
    return attempt;
  }
  const learn = ({ tossOrderId }: Attempt) => learnPayment(till.deps(), tossOrderId);
  const standFor = async ({ order: { orderId } }: Won, ms: number) => {
    const stood = { stateAtMs: Date.now() - ms };
    await till.api.deps.db.update(orders).set(stood).where(eq(orders.orderId, orderId));
  };
  async function expectAllBack(attempt: Attempt): Promise<void> {
    expect(await till.orderOf(attempt)).to.include({ state: 'refunded' });
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(0);
    expect(await till.balances(attempt)).to.deep.equal({});
  }

  it('goes from the payment over shipping and arrival to 구매확정, and each step is told', async () => {
    const attempt = await paid();
    expect((await asSeller(attempt, 'ship', SHIPMENT)).body.orderState).to.equal('shipped');
    expect((await asBuyer(attempt, 'deliver')).body.orderState).to.equal('delivered');
    const { body } = await asBuyer(attempt, 'receive');
    expect(body).to.deep.include({ orderState: 'received', may: [] });
    const history = body.history as { event: string; by: string }[];
    expect(history.map(({ event, by }) => `${event} ${by}`)).to.deep.equal([
      ...['begin-payment buyer', 'pay system', 'ship seller', 'deliver buyer', 'receive buyer'],
    ]);
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(100_000);
    expect(await till.balances(attempt)).to.deep.equal({
      ...{ cash: 100_000, seller: -95_000, fees: -5_000 },
    });
  });

  it('gives all back when the buyer cancels what was not shipped in time', async () => {
    const attempt = await paid();
    await standFor(attempt, MONTH_MS);
    expect((await asBuyer(attempt, 'cancel', REASON)).body.orderState).to.equal('cancelled');
    await reconcile();
    await expectAllBack(attempt);
    expect((await asSeller(attempt, 'ship', SHIPMENT)).body.code).to.equal('ORDER_STATE');
  });

  it('gives all back when an operator upholds a dispute', async () => {
    const attempt = await disputed();
    await asOperator(attempt, 'end-dispute', { ...REASON, outcome: 'refund' });
    await reconcile();
    await expectAllBack(attempt);
  });

  it('gives a part back when an operator settles one, and the seller keeps the rest', async () => {
    const attempt = await disputed();
    const settled = { ...REASON, outcome: 'partial', refundKrw: 40_000 };
    const { body } = await asOperator(attempt, 'end-dispute', settled);
    expect(body).to.deep.include({ orderState: 'received', refundedKrw: 0, proceedsKrw: 57_000 });
    await reconcile();
    expect(await till.orderOf(attempt)).to.include({ state: 'received' });
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(60_000);
    expect(await till.balances(attempt)).to.deep.equal({
      ...{ cash: 60_000, seller: -57_000, fees: -3_000 },
    });
    const seen = await till.call(attempt, 'GET', '');
    expect(seen.body).to.deep.include({ refundedKrw: 40_000 });
  });

  it('gives nothing back when an operator releases one', async () => {
    const attempt = await disputed();
    await asOperator(attempt, 'end-dispute', { ...REASON, outcome: 'release' });
    await reconcile();
    expect(await till.orderOf(attempt)).to.include({ state: 'received' });
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(100_000);
  });

  it('closes the account at Toss when an operator calls off what waits for a deposit', async () => {
    const attempt = await awaited();
    const { body } = await asOperator(attempt, 'cancel', REASON);
    expect(body.orderState).to.equal('cancelled');
    await reconcile(ASKED_MS);
    const [atToss] = till.sim.payments().filter(({ orderId }) => orderId === attempt.tossOrderId);
    expect(atToss?.status).to.equal('CANCELED');
    expect(await till.paymentOf(attempt)).to.include({ state: 'failed' });
    expect(await till.orderOf(attempt)).to.include({ state: 'cancelled' });
    expect(await till.balances(attempt)).to.deep.equal({});
  });

  /** Together they go every way that the table has. */
  const LIVES: Record<string, () => Promise<Attempt>> = {
    'released twice and paid out': async () => {
      const attempt = await paid();
      for (let time = 0; time < 2; time += 1) {
        await asOperator(attempt, 'dispute', REASON);
        await asOperator(attempt, 'end-dispute', { ...REASON, outcome: 'release' });
      }
      const row = { userId: attempt.order.sellerId, ...ACCOUNT, changedAtMs: 1 };
      await till.api.deps.db.insert(payoutAccounts).values(row);
      expect(await payOutOrder(till.api.deps, attempt.order.orderId)).to.equal('paid');
      return attempt;
    },
    'received before it was told to have arrived': async () => {
      const attempt = await paid();
      await asSeller(attempt, 'ship', SHIPMENT);
      await asBuyer(attempt, 'receive');
      return attempt;
    },
    'delivered and received': async () => {
      const attempt = await paid();
      await asSeller(attempt, 'ship', SHIPMENT);
      await asBuyer(attempt, 'deliver');
      await asBuyer(attempt, 'receive');
      return attempt;
    },
    'disputed after it arrived, and settled': async () => {
      const attempt = await paid();
      await asSeller(attempt, 'ship', SHIPMENT);
      await asBuyer(attempt, 'deliver');
      await asBuyer(attempt, 'dispute', REASON);
      const settled = { ...REASON, outcome: 'partial', refundKrw: 40_000 };
      await asOperator(attempt, 'end-dispute', settled);
      await reconcile();
      return attempt;
    },
    'disputed on its way, and given back': async () => {
      const attempt = await disputed();
      await asOperator(attempt, 'end-dispute', { ...REASON, outcome: 'refund' });
      await reconcile();
      return attempt;
    },
    'never shipped': async () => {
      const attempt = await paid();
      await standFor(attempt, MONTH_MS);
      // What other tests have left to be called off may have no charge to give back.
      await advanceOrders(till.api.deps).catch(() => undefined);
      await reconcile();
      return attempt;
    },
    'declined and called off': async () => {
      const attempt = await declined();
      await asOperator(attempt, 'cancel', REASON);
      return attempt;
    },
    'declined and forgotten': async () => {
      const attempt = await declined();
      const { db, redis, log } = till.api.deps;
      const late = { db, redis, log, now: () => attempt.order.payByMs };
      expect(await expireOrder(late, attempt.order.orderId)).to.equal(true);
      return attempt;
    },
    'paid in after the account was closed': async () => {
      const attempt = await awaited();
      till.sim.clock.advance(HOUR_MS + 1);
      await learn(attempt);
      till.sim.deposit(attempt.tossOrderId, { late: true });
      await learn(attempt);
      return attempt;
    },
    'paid in, taken back and forgotten': async () => {
      const attempt = await awaited();
      till.sim.deposit(attempt.tossOrderId);
      await learn(attempt);
      till.sim.failDeposit(attempt.tossOrderId);
      await learn(attempt);
      const { db, redis, log } = till.api.deps;
      const late = { db, redis, log, now: () => attempt.order.payByMs + HOUR_MS };
      await learnPayment({ ...till.deps(), ...late }, attempt.tossOrderId);
      expect(await expireOrder(late, attempt.order.orderId)).to.equal(true);
      await reconcile(ASKED_MS);
      return attempt;
    },
    'called off while a deposit was awaited': async () => {
      const attempt = await awaited();
      await asOperator(attempt, 'cancel', REASON);
      await reconcile(ASKED_MS);
      return attempt;
    },
  };

  it('goes every way that the table has, and ends with what Toss has of it in the books', async () => {
    const orderIds: string[] = [];
    for (const [name, live] of Object.entries(LIVES)) {
      const attempt = await live();
      orderIds.push(attempt.order.orderId);
      const { cash = 0 } = await till.balances(attempt);
      const isPaidOut = (await till.orderOf(attempt)).state === 'paid_out';
      const chargedKrw = till.sim.charged()[attempt.tossOrderId] ?? 0;
      expect(cash + (isPaidOut ? 95_000 : 0), name).to.equal(chargedKrw);
    }
    const { db } = till.api.deps;
    const happened = await db
      .select()
      .from(orderEvents)
      .where(inArray(orderEvents.orderId, orderIds));
    // Whoever reads it later finds of each step who took it and why.
    expect(happened.filter(({ reason }) => !reason)).to.deep.equal([]);
    const gone = new Set(happened.map((each) => `${each.event} ${each.fromState} ${each.toState}`));
    const table = ORDER_TRANSITIONS.map(({ move, from, to }) => `${move} ${from} ${to}`);
    expect(table.filter((row) => !gone.has(row))).to.deep.equal([]);
  });
});
