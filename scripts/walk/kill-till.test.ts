import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import { moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import { openRefund } from '@sagopalgo/core/orders/refunds.ts';
import { heard, HOUR_MS, KillTill, PRICE_KRW, SOON_MS } from './kill-till-scene.ts';
import type { KillAttempt } from './kill-till-scene.ts';

const PAID_BOOKS = { cash: PRICE_KRW, seller: -95_000, fees: -5_000 };

describe('a part of the till killed between the charge and its commit', function killing() {
  this.timeout(120_000);
  let till: KillTill;
  before(async function start() {
    till = await KillTill.startOrSkip(this);
  });
  after(() => till?.end());

  it('the api, in every window: each payment ends with exactly one charge and its sale', async () => {
    const unsent = await till.attempt();
    const sent = await till.attempt();
    const charged = await till.attempt();
    const answered = await till.attempt();
    const done = await till.attempt();
    const lockUnsent = await till.locked(unsent);
    const all = [unsent, sent, charged, answered];
    const held = [
      till.sim.faults.next({ on: 'confirm', kind: 'hold-before', orderId: sent.tossOrderId }),
      till.sim.faults.next({ on: 'confirm', kind: 'hold-after', orderId: charged.tossOrderId }),
    ];
    const toAnswer = { on: 'confirm', kind: 'hold-after', orderId: answered.tossOrderId } as const;
    const answering = till.sim.faults.next(toAnswer);
    const hungUp = all.map((each) => heard(till.confirm(each)));
    await Promise.all([...held, answering].map((fault) => fault.reached));
    const lockAnswered = await till.locked(answered);
    answering.release();
    await till.untilWaiting(2);
    expect(await till.confirm(done)).to.include({ outcome: 'paid' });

    await till.api.kill();
    expect(await Promise.all(hungUp)).to.deep.equal(all.map(() => 'hung up'));
    await lockUnsent();
    await lockAnswered();
    till.sim.faults.clear();
    expect(await till.standingOf(unsent)).to.include({ order: 'awaiting_payment', chargedKrw: 0 });
    for (const each of [sent, charged, answered]) {
      expect(await till.standingOf(each)).to.deep.include({
        order: 'paying',
        payment: 'confirming',
        books: {},
      });
    }
    expect(till.sim.charged()).to.include({
      ...{ [charged.tossOrderId]: PRICE_KRW, [answered.tossOrderId]: PRICE_KRW },
    });

    await Promise.all([till.reconcile(SOON_MS), till.reconcile(SOON_MS)]);
    await till.startApi();
    // The page of the one that was never begun is loaded again.
    for (const each of [...all, done])
      expect(await till.confirm(each)).to.include({ outcome: 'paid' });
    await till.reconcile(HOUR_MS);
    for (const each of [...all, done]) {
      expect(await till.standingOf(each)).to.deep.equal({
        ...{ order: 'paid', payment: 'done', chargedKrw: PRICE_KRW, books: PAID_BOOKS },
      });
    }
  });

  it('the keeper, in every window of a refund: each ends with exactly one full refund', async () => {
    const { db } = till.system;
    const all = [await till.attempt(), await till.attempt(), await till.attempt()];
    const [sent, given, answered] = all as [KillAttempt, KillAttempt, KillAttempt];
    for (const each of all) expect(await till.confirm(each)).to.include({ outcome: 'paid' });
    const held = [
      till.sim.faults.next({ on: 'cancel', kind: 'hold-before', orderId: sent.tossOrderId }),
      till.sim.faults.next({ on: 'cancel', kind: 'hold-after', orderId: given.tossOrderId }),
    ];
    const toAnswer = { on: 'cancel', kind: 'hold-after', orderId: answered.tossOrderId } as const;
    const answering = till.sim.faults.next(toAnswer);
    for (const { order, buyer } of all) {
      await db.transaction(async (tx) => {
        const who = { actor: 'buyer', actorId: buyer.userId } as const;
        const word = { ...who, reason: '보내지 않아서', nowMs: Date.now() };
        const moved = await moveOrder(tx, order.orderId, 'cancel', word);
        const why = { cause: 'not-shipped', reason: '보내지 않아서', nowMs: Date.now() } as const;
        if (moved.isMoved)
          await openRefund(tx, { order: moved.order, amountKrw: PRICE_KRW, ...why });
      });
    }
    const keeper = await till.startKeeper();
    await Promise.all([...held, answering].map((fault) => fault.reached));
    const lockAnswered = await till.locked(answered);
    answering.release();
    await till.untilWaiting(1);

    await keeper.kill();
    await lockAnswered();
    till.sim.faults.clear();
    for (const each of all) expect(await till.standingOf(each)).to.include({ order: 'cancelled' });
    await Promise.all([till.reconcile(SOON_MS), till.reconcile(SOON_MS)]);
    await till.reconcile(HOUR_MS);
    for (const each of all) {
      expect(await till.standingOf(each)).to.deep.equal({
        ...{ order: 'refunded', payment: 'cancelled', chargedKrw: 0, books: {} },
      });
      const gone = await db.select().from(refunds).where(eq(refunds.orderId, each.order.orderId));
      expect(gone.map(({ state }) => state)).to.deep.equal(['done']);
      const [payment] = till.sim.payments().filter(({ orderId }) => orderId === each.tossOrderId);
      expect(payment?.cancels).to.have.length(1);
    }
  });
});
