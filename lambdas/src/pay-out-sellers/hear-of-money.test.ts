import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orders, payments, payoutAccounts, payouts } from '@sagopalgo/core/mysql/till-schema.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import type { TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';
import {
  mustMove,
  openTestOrder,
  orderRow,
  payFor,
} from '@sagopalgo/core/testing/booked-orders.ts';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { recordedToss } from '@sagopalgo/core/testing/recorded-toss.ts';
import { openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { hearOfMoney, isWhole } from './hear-of-money.ts';
import { payOutSellers } from './pay-out-sellers.ts';

const ACCOUNT = { bank: '88', accountNumber: '110123456789', holderName: '김판매' };

describe('the money that a seller is to be paid out of', () => {
  let own: OwnDatabase;
  let shared: LambdaTestConnections;
  let deps: TillDeps;
  let log: ReturnType<typeof quietLog>;
  before(async () => {
    shared = await openLambdaConnections();
    own = await openOwnDatabase();
    log = quietLog();
    deps = { ...shared, db: own.db, log, toss: recordedToss(() => own.db) };
  });
  after(async () => {
    await own.end();
    await shared.end();
  });

  async function received(stateAtMs: number): Promise<{ order: OrderRow; tossOrderId: string }> {
    const { db } = own;
    const { orderId, sellerId } = await openTestOrder(db);
    const tossOrderId = await payFor(db, orderId);
    await db.transaction(async (tx) => {
      await mustMove(tx, orderId, 'ship', { actor: 'seller', reason: 'a test', nowMs: 2 });
      await mustMove(tx, orderId, 'receive', {
        actor: 'buyer',
        reason: 'a test',
        nowMs: stateAtMs,
      });
    });
    await db.insert(payoutAccounts).values({ userId: sellerId, ...ACCOUNT, changedAtMs: 1 });
    return { order: await orderRow(db, orderId), tossOrderId };
  }
  const paidKrw = async ({ orderId }: OrderRow) => {
    const rows = await own.db.select().from(payouts).where(eq(payouts.orderId, orderId));
    return rows.map(({ amountKrw }) => amountKrw);
  };

  for (const [named, answer] of [
    ['nothing', { kind: 'no-answer', reason: 'ECONNREFUSED' }],
    ['NOT_FOUND_PAYMENT', { kind: 'error', status: 404, code: 'NOT_FOUND_PAYMENT', message: '' }],
    ['UNAUTHORIZED_KEY', { kind: 'error', status: 401, code: 'UNAUTHORIZED_KEY', message: '' }],
  ] as const) {
    it(`stays, and holds up no other’s, while Toss answers ${named}`, async () => {
      const [silent, other] = [await received(3), await received(4)];
      const said = Promise.resolve({ ...answer, traceId: null });
      const findByKey = (key: string) =>
        key.includes(silent.tossOrderId) ? said : deps.toss.findByKey(key);
      const mute = { ...deps, toss: { ...deps.toss, findByKey, findByOrder: () => said } };
      expect(await payOutSellers(mute, { ordersMax: 1 })).to.deep.equal({ waits: 1 });
      expect(await payOutSellers(mute, { ordersMax: 1 })).to.deep.equal({ paid: 1 });
      expect([await paidKrw(silent.order), await paidKrw(other.order)]).to.deep.equal([
        ...[[], [95_000]],
      ]);
      expect(await orderRow(own.db, silent.order.orderId)).to.include({ state: 'received' });
      expect(log.events.map(({ event }) => event)).to.include('seller.payout-unheard');
      expect(await payOutSellers(deps)).to.deep.equal({ paid: 1 });
      expect(await paidKrw(silent.order)).to.deep.equal([95_000]);
    });
  }

  it('is here only where Toss has said since it was asked that it holds all of it', async () => {
    const { order, tossOrderId } = await received(3);
    const { orderId } = order;
    const isIt = eq(payments.tossOrderId, tossOrderId);
    const isHere = () => own.db.transaction((tx) => isWhole(tx, orderId, 1_000));
    expect(await isHere()).to.equal(false);
    for (const [told, expected] of [
      [{ toldHeldKrw: 100_000, answeredAtMs: 1_000 }, true],
      [{ toldHeldKrw: 100_000, answeredAtMs: 999 }, false],
      [{ toldHeldKrw: 99_999, answeredAtMs: 1_000 }, false],
      [{ toldHeldKrw: null, answeredAtMs: 1_000 }, false],
    ] as const) {
      await own.db.update(payments).set(told).where(isIt);
      expect(await isHere(), JSON.stringify(told)).to.equal(expected);
    }
    expect(await hearOfMoney(deps, orderId)).to.equal(true);
    expect(await isHere()).to.equal(true);
    await own.db.update(orders).set({ state: 'disputed' }).where(eq(orders.orderId, orderId));
  });
});
