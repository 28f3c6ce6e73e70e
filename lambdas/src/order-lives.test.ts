import { assert, asyncProperty } from 'fast-check';
import { expect } from 'chai';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { anyLife, KNOWN_LIVES } from '@sagopalgo/core/testing/random-lives.ts';
import type { RandomLife } from '@sagopalgo/core/testing/random-lives.ts';
import { TossBank } from '@sagopalgo/core/testing/toss-bank.ts';
import { watchLife } from '@sagopalgo/core/testing/watched-life.ts';
import { payOutOrder } from './pay-out-sellers/pay-out-sellers.ts';
import { openLambdaConnections } from './testing.ts';
import type { LambdaTestConnections } from './testing.ts';

const RUNS = 40;

describe('the money of orders, whatever happens to them', () => {
  let own: OwnDatabase;
  let shared: LambdaTestConnections;
  let connections: LambdaTestConnections;
  before(async () => {
    own = await openOwnDatabase();
    shared = await openLambdaConnections();
    connections = { ...shared, db: own.db };
  });
  after(async () => {
    await shared.end();
    await own.end();
  });

  async function live(given: RandomLife, reached: Set<OrderState>): Promise<void> {
    const bank = new TossBank();
    const deps = { ...connections, toss: bank };
    const payOut = (orderId: string) => payOutOrder(deps, orderId);
    await watchLife({ deps, bank, payOut }, given, reached);
  }

  it('is the same at Toss, in the payments and in the books after every step', async function () {
    this.timeout(180_000);
    const reached = new Set<OrderState>();
    const property = asyncProperty(anyLife, (life) => live(life, reached));
    const examples = KNOWN_LIVES.map((life): [RandomLife] => [life]);
    await assert(property, { numRuns: RUNS, examples });
    expect([...reached]).to.include.members(['paid_out', 'refunded', 'expired']);
  });
});
