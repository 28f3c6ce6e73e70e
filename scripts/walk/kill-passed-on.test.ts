import { and, eq, isNull, like } from 'drizzle-orm';
import { expect } from 'chai';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { orderEvents, orders, refunds, tossWebhooks } from '@sagopalgo/core/mysql/till-schema.ts';
import { moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import { passOn } from '@sagopalgo/core/orders/pass-on.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { expireOrder } from '@sagopalgo/lambdas/src/expire-orders/expire-order.ts';
import { ACCOUNT } from '../till/till-system.ts';
import { heard, HOUR_MS, KillTill, PRICE_KRW, SOON_MS } from './kill-till-scene.ts';
import type { KillAttempt } from './kill-till-scene.ts';

const PAID_BOOKS = { cash: PRICE_KRW, seller: -95_000, fees: -5_000 };
const DEPOSIT = { method: '가상계좌' } as const;

describe('a part of the till killed while its order goes on', function killing() {
  this.timeout(120_000);
  let till: KillTill;
  before(async function start() {
    till = await KillTill.startOrSkip(this);
  });
  after(() => till?.end());
  afterEach(() => {
    till.sim.faults.clear();
    till.sim.webhooks.sendTo(null);
  });

  const hold = (on: 'confirm' | 'cancel' | 'look-up', when: 'before' | 'after') =>
    function held({ tossOrderId: orderId }: KillAttempt, times = 1) {
      return till.sim.faults.next({ on, kind: `hold-${when}`, orderId, times });
    };
  async function awaited(): Promise<KillAttempt> {
    const attempt = await till.attempt(DEPOSIT);
    expect(await till.confirm(attempt)).to.include({ outcome: 'awaiting_deposit' });
    return attempt;
  }

  // The table itself lets no order go while it is being paid: by an operator's hand, or a bug.
  async function takeFromBuyer(tx: Tx, { order: { orderId } }: KillAttempt): Promise<void> {
    const word = { actor: 'system', reason: 'a test', nowMs: Date.now() } as const;
    await moveOrder(tx, orderId, 'decline-payment', word);
    expect((await moveOrder(tx, orderId, 'expire', word)).isMoved).to.equal(true);
  }
  const goOn = ({ order: { auctionId } }: KillAttempt) => passOn(till.deps(0), auctionId);

  async function expectAllBack(attempt: KillAttempt): Promise<void> {
    const { db } = till.system;
    const { orderId } = attempt.order;
    expect(await till.standingOf(attempt)).to.deep.equal({
      ...{ order: 'expired', payment: 'cancelled', chargedKrw: 0, books: {} },
    });
    const gone = await db.select().from(refunds).where(eq(refunds.orderId, orderId));
    expect(gone.map(({ state, amountKrw }) => [state, amountKrw])).to.deep.equal([
      ['done', PRICE_KRW],
    ]);
    const [payment] = till.sim.payments().filter((each) => each.orderId === attempt.tossOrderId);
    expect(payment?.cancels).to.have.length(1);
  }

  it('the api, in every window of its charge: all of it goes back, once', async () => {
    const [sent, charged, answered] = [
      ...[await till.attempt(), await till.attempt(), await till.attempt()],
    ] as [KillAttempt, KillAttempt, KillAttempt];
    const all = [sent, charged, answered];
    const held = [hold('confirm', 'before')(sent), hold('confirm', 'after')(charged)];
    const answering = hold('confirm', 'after')(answered);
    const hungUp = all.map((each) => heard(till.confirm(each)));
    await Promise.all([...held, answering].map((fault) => fault.reached));
    await till.system.db.transaction(async (tx) => {
      for (const each of all) await takeFromBuyer(tx, each);
      answering.release();
      await till.untilWaiting(1);
      await till.api.kill();
    });
    expect(await Promise.all(hungUp)).to.deep.equal(all.map(() => 'hung up'));
    for (const each of all) expect(await goOn(each)).to.equal('returned');
    till.sim.faults.clear();
    for (const each of all) {
      expect(await till.standingOf(each)).to.deep.include({
        ...{ order: 'expired', payment: 'confirming', books: {} },
      });
    }
    await Promise.all([till.reconcile(SOON_MS), till.reconcile(SOON_MS)]);
    await till.reconcile(HOUR_MS);
    await till.startApi();
    for (const each of all) {
      await expectAllBack(each);
      expect(await till.confirm(each)).to.include({ outcome: 'declined' });
    }
  });

  it('the keeper, in every window of a deposit that was too late: all of it goes back, once', async () => {
    const [found, told, ...later] = [
      ...[await awaited(), await awaited(), await awaited(), await awaited(), await awaited()],
    ] as [KillAttempt, KillAttempt, ...KillAttempt[]];
    const [sent, given, answered] = later as [KillAttempt, KillAttempt, KillAttempt];
    const all = [found, told, ...later];
    const { db } = till.system;
    for (const { order } of [found, ...later]) await letPass(order.orderId);
    for (const { tossOrderId } of all) till.sim.deposit(tossOrderId);
    const finding = hold('look-up', 'after')(found);
    const telling = hold('look-up', 'after')(told);
    const first = await till.startKeeper();
    await Promise.all([finding, telling].map((fault) => fault.reached));
    await db.transaction(async (tx) => {
      const word = { actor: 'system', reason: 'a test', nowMs: Date.now() } as const;
      await moveOrder(tx, told.order.orderId, 'expire', word);
      telling.release();
      await till.untilWaiting(1);
      await first.kill();
    });
    till.sim.faults.clear();
    for (const each of all) expect(await goOn(each)).to.equal('returned');
    await till.reconcile(SOON_MS);
    for (const each of all) {
      await till.post(each.buyer, `/orders/${each.order.orderId}/refund-account`, ACCOUNT);
    }

    const held = [hold('cancel', 'before')(sent), hold('cancel', 'after')(given)];
    const answering = hold('cancel', 'after')(answered);
    const second = await till.startKeeper();
    await Promise.all([...held, answering].map((fault) => fault.reached));
    const unlock = await till.locked(answered);
    answering.release();
    await till.untilWaiting(1);
    await second.kill();
    await unlock();
    till.sim.faults.clear();
    await Promise.all([till.reconcile(SOON_MS), till.reconcile(SOON_MS)]);
    await till.reconcile(HOUR_MS);
    for (const each of all) await expectAllBack(each);
  });

  async function letPass(orderId: string): Promise<void> {
    await till.system.db
      .update(orders)
      .set({ payByMs: Date.now() - HOUR_MS })
      .where(eq(orders.orderId, orderId));
    expect(await expireOrder(till.deps(0), orderId)).to.equal(true);
  }

  it('the api, between a webhook that it has stored and what follows: it is paid, once', async () => {
    const [asked, answered] = [await awaited(), await awaited()];
    const all = [asked, answered];
    till.sim.webhooks.sendTo(`${till.api.url}/api/v1/webhooks/toss`);
    // Toss tells of a deposit in two ways, and each is followed up.
    const asking = hold('look-up', 'before')(asked, 2);
    const answering = hold('look-up', 'after')(answered, 2);
    for (const { tossOrderId } of all) till.sim.deposit(tossOrderId);
    await Promise.all([asking, answering].map((fault) => fault.reached));
    await till.sim.webhooks.settled();
    const unlock = await till.locked(answered);
    answering.release();
    await till.untilWaiting(1);
    await till.api.kill();
    await unlock();
    till.sim.faults.clear();
    for (const each of all) {
      expect(await openWebhooks(each)).to.have.length(2);
      expect(await till.standingOf(each)).to.deep.equal({
        ...{ order: 'awaiting_deposit', payment: 'waiting_for_deposit', books: {} },
        chargedKrw: PRICE_KRW,
      });
    }
    await Promise.all([till.reconcile(SOON_MS), till.reconcile(SOON_MS)]);
    await till.startApi();
    till.sim.webhooks.sendTo(`${till.api.url}/api/v1/webhooks/toss`);
    for (const { transmissionId, orderId } of till.sim.webhooks.list()) {
      const isOfThese = all.some(({ tossOrderId }) => tossOrderId === orderId);
      if (isOfThese) till.sim.webhooks.resend(transmissionId);
    }
    await till.sim.webhooks.settled();
    await till.reconcile(HOUR_MS);
    for (const each of all) {
      await eventually(async () => (await openWebhooks(each)).length === 0);
      expect(await till.standingOf(each)).to.deep.equal({
        ...{ order: 'paid', payment: 'done', chargedKrw: PRICE_KRW, books: PAID_BOOKS },
      });
      const ofOrder = eq(orderEvents.orderId, each.order.orderId);
      const paid = await till.system.db.$count(
        orderEvents,
        and(ofOrder, eq(orderEvents.event, 'pay')),
      );
      expect(paid).to.equal(1);
    }
  });

  function openWebhooks({ tossOrderId }: KillAttempt) {
    return till.system.db
      .select()
      .from(tossWebhooks)
      .where(and(isNull(tossWebhooks.handledAtMs), like(tossWebhooks.body, `%${tossOrderId}%`)));
  }
});
