import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { giveUpPayment } from '@sagopalgo/core/orders/give-up-payment.ts';
import { lockOrder, moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import { retryRefund } from '@sagopalgo/core/orders/refunds.ts';
import { tellLongUnknown } from '@sagopalgo/core/orders/stand-still.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { Chance } from '../storm/chance.ts';
import type { FaultKind } from '../toss-simulator/faults.ts';
import { ACCOUNT, openTill } from './till-system.ts';
import type { Attempt, TillSystem, Won } from './till-system.ts';

const LIVES = 40;
const SEED = 20_261_128;
const ROUNDS_MAX = 8;
const HOUR_MS = 3_600_000;
const FAULTS: readonly FaultKind[] = [
  ...(['drop-before', 'drop-after', 'error-before', 'error-after', 'conflict'] as const),
];
const OPERATOR = { actor: 'operator', actorId: 'o', reason: 'a test' } as const;
const METHODS = ['카드', '계좌이체', '가상계좌'] as const;

describe('any life of a payment', function living() {
  this.timeout(120_000);
  const chance = new Chance(SEED);
  let till: TillSystem;
  let givenUp = 0;
  let retried = 0;
  before(async () => {
    till = await openTill();
  });
  after(() => till.end());

  const sometimes = (work: () => void): void => {
    if (chance.below(2) === 0) work();
  };
  const fail = (on: 'confirm' | 'cancel' | 'look-up', orderId: string): void => {
    till.sim.faults.next({ on, kind: chance.oneOf(FAULTS), orderId });
  };

  async function live(): Promise<{ won: Won; attempts: Attempt[] }> {
    const won = await till.won();
    const attempts: Attempt[] = [];
    for (let number = 0; number <= chance.below(3); number += 1) {
      if ((await till.orderOf(won)).state !== 'awaiting_payment') break;
      const wish = { method: chance.oneOf(METHODS), virtualAccountValidMs: HOUR_MS / 2 };
      const attempt = await till.attempt(won, wish);
      attempts.push(attempt);
      sometimes(() => fail('confirm', attempt.tossOrderId));
      sometimes(() => fail('look-up', attempt.tossOrderId));
      await Promise.all([till.confirm(attempt), till.confirm(attempt)]);
      const { state } = await till.paymentOf(attempt);
      if (state === 'waiting_for_deposit') await mayPayIn(attempt);
      if (state === 'confirming') await mayGiveUp(attempt);
    }
    await mayCallOff(won, attempts);
    return { won, attempts };
  }

  async function mayPayIn(attempt: Attempt): Promise<void> {
    const isLate = chance.below(3) === 0;
    if (isLate) await move(attempt, 'expire', 'system');
    sometimes(() => till.sim.deposit(attempt.tossOrderId));
    await till.sim.webhooks.settled();
  }

  /** By an operator, as if it had stood still for long; what Toss has done of it comes out later. */
  async function mayGiveUp(attempt: Attempt): Promise<void> {
    if (chance.below(2) === 0) return;
    const { db } = till.api.deps;
    const ofAttempt = eq(payments.tossOrderId, attempt.tossOrderId);
    const since = { confirmingAtMs: Date.now() - HOUR_MS };
    await db.update(payments).set(since).where(ofAttempt);
    await tellLongUnknown(till.deps(), await till.paymentOf(attempt));
    const order = await till.orderOf(attempt);
    const word = { ...OPERATOR, nowMs: Date.now() };
    const { outcome } = await giveUpPayment(till.deps(), order, word);
    if (outcome === 'given-up') givenUp += 1;
  }

  async function retryRefused(won: Won): Promise<void> {
    for (const { refundId, state } of await till.refundsOf(won)) {
      if (state !== 'refused') continue;
      const word = { ...OPERATOR, nowMs: Date.now(), asksAccount: chance.below(2) === 0 };
      const isRetried = await till.api.deps.db.transaction(async (tx) => {
        const order = await lockOrder(tx, won.order.orderId);
        return order !== null && (await retryRefund(tx, order, refundId, word));
      });
      if (isRetried) retried += 1;
    }
  }

  async function mayCallOff(won: Won, attempts: Attempt[]): Promise<void> {
    if (chance.below(2) === 0 || !(await move(won, 'cancel', 'operator'))) return;
    for (const { tossOrderId: orderId } of attempts) {
      sometimes(() => fail('cancel', orderId));
      const refused = { on: 'cancel', kind: 'refuse', code: 'REFUND_REJECTED', orderId } as const;
      sometimes(() => till.sim.faults.next(refused));
    }
    const isCharged = attempts.some(({ tossOrderId }) => till.sim.charged()[tossOrderId]);
    if (!isCharged) return;
    await till.askBack(won).catch(() => undefined);
    // Now, while what was to go wrong still does.
    await reconcilePayments(till.deps());
  }

  async function move({ order }: Won, name: 'expire' | 'cancel', actor: 'system' | 'operator') {
    const word = { actor, reason: 'a test', nowMs: Date.now() };
    const moved = await till.api.deps.db.transaction((tx) =>
      moveOrder(tx, order.orderId, name, word),
    );
    return moved.isMoved;
  }

  async function settle(wons: Won[]): Promise<void> {
    till.sim.faults.clear();
    till.sim.clock.advance(HOUR_MS);
    for (let round = 1; round <= ROUNDS_MAX; round += 1) {
      for (const won of wons) {
        await retryRefused(won);
        await till.call(won, 'POST', '/refund-account', ACCOUNT);
      }
      await reconcilePayments(till.deps(round * HOUR_MS));
      await till.sim.webhooks.settled();
    }
  }

  it('ends with the books saying what Toss has of it, and never with more than its price', async () => {
    const lives: Awaited<ReturnType<typeof live>>[] = [];
    for (let number = 0; number < LIVES; number += 1) lives.push(await live());
    await settle(lives.map(({ won }) => won));
    const ends: Record<string, number> = {};
    for (const { won, attempts } of lives) {
      const { state } = await till.orderOf(won);
      const about = `${won.order.orderId} ${state} ${(await till.eventsOf(won)).join(' ')}`;
      const charged = attempts.map(({ tossOrderId }) => till.sim.charged()[tossOrderId] ?? 0);
      const chargedKrw = charged.reduce((sum, krw) => sum + krw, 0);
      const { cash = 0, buyer = 0 } = await till.balances(won);
      expect(cash, about).to.equal(chargedKrw);
      expect(buyer, about).to.equal(0);
      expect(chargedKrw, about).to.equal(state === 'paid' ? won.order.amountKrw : 0);
      for (const attempt of attempts) {
        const payment = await till.paymentOf(attempt);
        expect(payment.state, about).to.be.oneOf(['done', 'failed', 'cancelled']);
        expect(payment.balanceKrw, about).to.equal(till.sim.charged()[attempt.tossOrderId] ?? 0);
      }
      ends[state] = (ends[state] ?? 0) + 1;
    }
    // A chance that never led there would have shown nothing of it.
    expect(ends).to.include.all.keys('paid', 'refunded', 'expired');
    expect(Math.min(givenUp, retried)).to.be.greaterThan(0);
  });
});
