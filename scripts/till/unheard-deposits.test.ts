import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orders, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { expireOrder } from '@sagopalgo/lambdas/src/expire-orders/expire-order.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { openOperatedTill } from './operated-till.ts';
import type { OperatedTill } from './operated-till.ts';
import type { Attempt, Won } from './till-system.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const REASON = { reason: '토스페이먼츠에 확인했어요.' };

describe('an account that waits for money and that Toss says nothing of', function unheard() {
  this.timeout(60_000);
  let till: OperatedTill;
  before(async () => {
    till = await openOperatedTill();
  });
  after(() => till.end());
  afterEach(() => till.sim.faults.clear());

  const reconcile = (aheadMs: number) => reconcilePayments(till.deps(aheadMs));
  const giveUp = (won: Won) => till.asOperator(won, 'POST', '/give-up-payment', REASON);
  const isShownStuck = async (won: Won) => (await till.call(won, 'GET', '')).body['stuck'];
  const longUnknownOf = ({ tossOrderId }: Attempt) =>
    till.api.log.events.filter(
      ({ event, facts }) =>
        event === 'payment.long-unknown' && JSON.stringify(facts).includes(tossOrderId),
    );

  /** It was waited for in time, and its time is over, but for Toss's answer. */
  async function awaited(): Promise<Attempt> {
    const wish = { method: '가상계좌', virtualAccountValidMs: 48 * HOUR_MS } as const;
    const attempt = await till.attempt(await till.won(), wish);
    expect((await till.confirm(attempt)).body.outcome).to.equal('awaiting_deposit');
    const { orderId } = attempt.order;
    const payByMs = Date.now() + MINUTE_MS;
    await till.api.deps.db.update(orders).set({ payByMs }).where(eq(orders.orderId, orderId));
    return attempt;
  }
  function silence({ tossOrderId: orderId }: Attempt, code: string): void {
    till.sim.faults.next({ on: 'look-up', kind: 'refuse', code, orderId, times: 1_000 });
  }

  for (const [code, refusal] of [
    ['NOT_FOUND_PAYMENT', null],
    ['UNAUTHORIZED_KEY', 'UNAVAILABLE'],
  ] as const) {
    it(`is shown to a person once it answers ${code} for long, told once, and never expired`, async () => {
      const attempt = await awaited();
      silence(attempt, code);
      const early = await reconcile(20 * MINUTE_MS);
      expect(longUnknownOf(attempt)).to.have.length(0);
      expect((await giveUp(attempt)).body.code).to.equal('NOTHING_STUCK');
      const late = await reconcile(HOUR_MS);
      expect(late.longUnknown).to.equal(early.longUnknown + 1);
      expect(late.unknown).to.equal(early.unknown + 1);
      await reconcile(HOUR_MS + 10 * MINUTE_MS);
      expect(longUnknownOf(attempt)).to.have.length(1);
      expect(await isShownStuck(attempt)).to.equal(true);
      const muchLater = { ...till.api.deps, now: () => Date.now() + 3 * HOUR_MS };
      expect(await expireOrder(muchLater, attempt.order.orderId)).to.equal(false);
      expect(await till.orderOf(attempt)).to.include({ state: 'awaiting_deposit' });
      expect((await giveUp(attempt)).body.code).to.equal('TOO_EARLY');
      await till.api.deps.db
        .update(payments)
        .set({ confirmingAtMs: Date.now() - HOUR_MS })
        .where(eq(payments.tossOrderId, attempt.tossOrderId));
      const given = await giveUp(attempt);
      if (refusal !== null) {
        expect(given.body.code).to.equal(refusal);
        expect(await till.orderOf(attempt)).to.include({ state: 'awaiting_deposit' });
        return;
      }
      expect(given.status, JSON.stringify(given.body)).to.equal(200);
      expect(await till.orderOf(attempt)).to.include({ state: 'awaiting_payment' });
      // What comes all the same is no more lost than any other money.
      await reconcile(6 * MINUTE_MS);
      till.sim.faults.clear();
      till.sim.deposit(attempt.tossOrderId);
      await reconcile(12 * MINUTE_MS);
      expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
    });
  }

  it('is nobody’s concern any more once Toss tells how it stands', async () => {
    const attempt = await awaited();
    silence(attempt, 'NOT_FOUND_PAYMENT');
    const silent = await reconcile(HOUR_MS);
    till.sim.faults.clear();
    till.sim.deposit(attempt.tossOrderId);
    const heard = await reconcile(HOUR_MS + 10 * MINUTE_MS);
    expect(heard.longUnknown).to.equal(silent.longUnknown - 1);
    expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
    expect(await isShownStuck(attempt)).to.equal(false);
  });
});
