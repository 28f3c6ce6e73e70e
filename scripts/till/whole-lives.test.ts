import { assert, asyncProperty } from 'fast-check';
import { expect } from 'chai';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import type { LifeBank } from '@sagopalgo/core/testing/order-life.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { anyLife, KNOWN_LIVES } from '@sagopalgo/core/testing/random-lives.ts';
import type { RandomLife } from '@sagopalgo/core/testing/random-lives.ts';
import { watchLife } from '@sagopalgo/core/testing/watched-life.ts';
import { createToss } from '@sagopalgo/core/toss/toss-client.ts';
import { payOutOrder } from '@sagopalgo/lambdas/src/pay-out-sellers/pay-out-sellers.ts';
import { openLambdaConnections } from '@sagopalgo/lambdas/src/testing.ts';
import type { LambdaTestConnections } from '@sagopalgo/lambdas/src/testing.ts';
import { startTossSimulator } from '../toss-simulator/simulator.ts';
import type { TossSimulator } from '../toss-simulator/simulator.ts';

/** Few, as each asks Toss over HTTP again and again; the stand-in of `lambdas` lives through more. */
const RUNS = 24;
/** What Toss takes at once, premium and all. */
const AMOUNT_MIN_KRW = 1_000;
const AMOUNTS = 50_000_000;

describe('whole lives of orders at Toss', function living() {
  this.timeout(300_000);
  let own: OwnDatabase;
  let shared: LambdaTestConnections;
  let sim: TossSimulator;
  before(async () => {
    own = await openOwnDatabase();
    shared = await openLambdaConnections();
    sim = await startTossSimulator();
  });
  after(async () => {
    await sim?.stop();
    await shared?.end();
    await own?.end();
  });

  const bank: LifeBank = {
    authenticate: ({ tossOrderId: orderId, amountKrw }, isDeposit) =>
      sim.authenticate({ orderId, amountKrw, method: isDeposit ? '가상계좌' : '카드' }),
    setDeposit: ({ tossOrderId }, isHere) =>
      isHere ? sim.deposit(tossOrderId) : sim.failDeposit(tossOrderId),
    heldKrw: (tossOrderIds) =>
      Object.entries(sim.charged())
        .filter(([tossOrderId]) => tossOrderIds.has(tossOrderId))
        .reduce((sum, [, chargedKrw]) => sum + chargedKrw, 0),
  };

  async function live(given: RandomLife, reached: Set<OrderState>): Promise<void> {
    const toss = createToss({ baseUrl: sim.url, secretKey: sim.keys.secretKey });
    const deps = { ...shared, db: own.db, log: quietLog(), toss };
    const payOut = (orderId: string) => payOutOrder(deps, orderId);
    const amountKrw = AMOUNT_MIN_KRW + (given.amountKrw % AMOUNTS);
    const world = { deps, bank, payOut };
    await watchLife(world, { ...given, amountKrw }, reached);
  }

  it('keep Toss, payments, refunds and books the same, from payment over disputes to the payout', async () => {
    const reached = new Set<OrderState>();
    const property = asyncProperty(anyLife, (life) => live(life, reached));
    const examples = KNOWN_LIVES.map((life): [RandomLife] => [life]);
    await assert(property, { numRuns: RUNS, examples });
    // A chance that never led there would have shown nothing of it.
    expect([...reached]).to.include.members(['paid_out', 'refunded', 'expired']);
  });
});
