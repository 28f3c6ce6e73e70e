import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { signAccessToken } from '@sagopalgo/core/runtime/token.ts';
import { addPersonWithToken } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { openTill } from './till-system.ts';
import type { Attempt, PaidAnswer, TillSystem, Won } from './till-system.ts';

const SOON_MS = 20_000;
const ASKED_MS = 6 * 60_000;
const HOUR_MS = 3_600_000;
const MONTH_MS = 30 * 24 * HOUR_MS;
const REASON = { reason: '사진과 달라요.' };
const SHIPMENT = { carrier: 'cj', trackingNumber: '1234' };

describe('the life of an order that was paid at Toss', () => {
  let till: TillSystem;
  let operator: { userId: string; token: string };
  before(async () => {
    till = await openTill();
    till.sim.webhooks.sendTo(null);
    operator = await addPersonWithToken(till.api.deps, 'ADMIN');
  });
  after(() => till.end());

  const reconcile = (aheadMs = SOON_MS) => reconcilePayments(till.deps(aheadMs));
  const asBuyer = (won: Won, what: string, body: object = {}) =>
    till.call(won, 'POST', `/${what}`, body);
  const asOperator = (won: Won, what: string, body: object) =>
    till.call({ ...won, buyer: operator }, 'POST', `/${what}`, body);
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
    const stateAtMs = Date.now() - MONTH_MS;
    const { db } = till.api.deps;
    const isOrder = eq(orders.orderId, attempt.order.orderId);
    await db.update(orders).set({ stateAtMs }).where(isOrder);
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
    const wish = { method: '가상계좌', virtualAccountValidMs: HOUR_MS } as const;
    const attempt = await till.attempt(await till.won(), wish);
    expect((await till.confirm(attempt)).body.outcome).to.equal('awaiting_deposit');
    const { body } = await asOperator(attempt, 'cancel', REASON);
    expect(body.orderState).to.equal('cancelled');
    await reconcile(ASKED_MS);
    const [atToss] = till.sim.payments().filter(({ orderId }) => orderId === attempt.tossOrderId);
    expect(atToss?.status).to.equal('CANCELED');
    expect(await till.paymentOf(attempt)).to.include({ state: 'failed' });
    expect(await till.orderOf(attempt)).to.include({ state: 'cancelled' });
    expect(await till.balances(attempt)).to.deep.equal({});
  });
});
