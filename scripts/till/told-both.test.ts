import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { readPersonMessage } from '@sagopalgo/core/redis/person-messages.ts';
import { overhear } from '@sagopalgo/core/testing/overheard.ts';
import { signAccessToken } from '@sagopalgo/core/runtime/token.ts';
import { advanceOrders } from '@sagopalgo/lambdas/src/advance-orders/advance-orders.ts';
import { expireOrder } from '@sagopalgo/lambdas/src/expire-orders/expire-order.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { openOperatedTill } from './operated-till.ts';
import type { OperatedTill } from './operated-till.ts';
import { ACCOUNT } from './till-system.ts';
import type { Attempt, Won } from './till-system.ts';

const SOON_MS = 20_000;
const HOUR_MS = 3_600_000;
const MONTH_MS = 30 * 24 * HOUR_MS;
const REASON = { reason: '사진과 달라요.' };
const DEPOSIT = { method: '가상계좌', virtualAccountValidMs: HOUR_MS } as const;

describe('money that goes back', function telling() {
  this.timeout(60_000);
  let till: OperatedTill;
  before(async () => {
    till = await openOperatedTill();
  });
  after(() => till.end());

  const reconcile = (aheadMs = SOON_MS) => reconcilePayments(till.deps(aheadMs));
  const asOperator = async (won: Won, what: string, body: object) => {
    const { status } = await till.asOperator(won, 'POST', `/${what}`, body);
    expect(status, what).to.equal(200);
  };
  const stands = async ({ order: { orderId } }: Won, set: Partial<typeof orders.$inferInsert>) => {
    await till.api.deps.db.update(orders).set(set).where(eq(orders.orderId, orderId));
  };

  async function paid(): Promise<Attempt> {
    const attempt = await till.attempt(await till.won());
    expect((await till.confirm(attempt)).body.outcome).to.equal('paid');
    return attempt;
  }
  async function disputed(): Promise<Attempt> {
    const attempt = await paid();
    await asOperator(attempt, 'dispute', REASON);
    return attempt;
  }
  async function expired(): Promise<Attempt> {
    const attempt = await till.attempt(await till.won(), DEPOSIT);
    await till.confirm(attempt);
    const { db, redis, log } = till.api.deps;
    const late = { db, redis, log, now: () => attempt.order.payByMs + HOUR_MS };
    await learnPayment({ ...till.deps(), ...late }, attempt.tossOrderId);
    expect(await expireOrder(late, attempt.order.orderId)).to.equal(true);
    return attempt;
  }

  /** What becomes of an order's money, and how the order stood whenever its parties were told of it. */
  const WAYS: Record<
    string,
    { from: () => Promise<Attempt>; goes: (attempt: Attempt) => Promise<unknown>; told: string[] }
  > = {
    'of what was not sent in time': {
      from: paid,
      goes: async (attempt) => {
        await stands(attempt, { stateAtMs: Date.now() - MONTH_MS });
        // What other tests have left to be called off may have no charge to give back.
        await advanceOrders(till.api.deps).catch((failed: unknown) => {
          if (!(failed instanceof AggregateError)) throw failed;
          const { orderId } = attempt.order;
          expect(failed.errors.map(String).filter((each) => each.includes(orderId))).to.deep.equal(
            [],
          );
        });
        await reconcile();
      },
      told: ['cancelled', 'refunded'],
    },
    'of what an operator calls off': {
      from: paid,
      goes: async (attempt) => {
        await asOperator(attempt, 'cancel', REASON);
        await reconcile();
      },
      told: ['cancelled', 'refunded'],
    },
    'of a dispute that is upheld': {
      from: disputed,
      goes: async (attempt) => {
        await asOperator(attempt, 'end-dispute', { ...REASON, outcome: 'refund' });
        await reconcile();
      },
      told: ['cancelled', 'refunded'],
    },
    'of a dispute that is settled, in part': {
      from: disputed,
      goes: async (attempt) => {
        const part = { ...REASON, outcome: 'partial', refundKrw: 40_000 };
        await asOperator(attempt, 'end-dispute', part);
        await reconcile();
      },
      told: ['received', 'received'],
    },
    'of a dispute that is released, none at all': {
      from: disputed,
      goes: async (attempt) => {
        await asOperator(attempt, 'end-dispute', { ...REASON, outcome: 'release' });
        await reconcile();
      },
      told: ['received'],
    },
    'of an order that had been passed on': {
      from: expired,
      goes: async (attempt) => {
        till.sim.deposit(attempt.tossOrderId);
        await learnPayment(till.deps(), attempt.tossOrderId);
        await till.call(attempt, 'POST', '/refund-account', ACCOUNT);
        await reconcile();
      },
      told: ['expired', 'expired'],
    },
  };

  for (const [whose, { from, goes, told }] of Object.entries(WAYS)) {
    it(`is told to buyer and seller alike: ${whose}`, async () => {
      const attempt = await from();
      const { buyerId, sellerId, orderId, auctionId } = attempt.order;
      const heard = await Promise.all([buyerId, sellerId].map((id) => overhear(personChannel(id))));
      await goes(attempt);
      for (const person of heard) {
        const messages = (await person.heard(told.length)).map(readPersonMessage);
        const news = messages.map((message) => (message && 'told' in message ? message.told : []));
        expect(news.flat().map(({ event }) => event)).to.deep.equal(told.map(() => 'order'));
        for (const [place, { data }] of news.flat().entries()) {
          expect(data).to.include({ orderId, auctionId, orderState: told[place] });
        }
        person.leave();
      }
    });
  }

  it('stands in the history of both where the order had been passed on', async () => {
    const attempt = await expired();
    till.sim.deposit(attempt.tossOrderId);
    await learnPayment(till.deps(), attempt.tossOrderId);
    const { sellerId: userId } = attempt.order;
    const claims = { userId, nickname: '판매자', role: 'USER', familyId: '' } as const;
    const token = signAccessToken(till.api.deps.accessKey, claims, Date.now() + HOUR_MS);
    for (const reader of [attempt.buyer, { userId, token }]) {
      const { body } = await till.call({ ...attempt, buyer: reader }, 'GET', '');
      const history = body['history'] as { event: string; reason: string }[];
      const told = history.filter(({ event }) => event === 'payment-passed-on');
      expect(told.map(({ reason }) => reason)).to.deep.equal([
        '결제하는 사이에 주문이 끝나서, 낸 돈은 모두 구매자에게 돌아가요.',
      ]);
    }
  });
});
