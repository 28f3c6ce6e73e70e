import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import { expect } from 'chai';
import { ledgerEntries, orders, payments, refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import { lockOrder, moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { openOrder } from '@sagopalgo/core/orders/open-order.ts';
import { openRefund } from '@sagopalgo/core/orders/refunds.ts';
import {
  addAuction,
  addUser,
  eventually,
  quietLog,
  testToss,
} from '@sagopalgo/core/testing/connections.ts';
import { createToss } from '@sagopalgo/core/toss/toss-client.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { ADDRESS } from '../till/till-system.ts';
import { startTossSimulator } from '../toss-simulator/simulator.ts';
import type { TossSimulator } from '../toss-simulator/simulator.ts';
import { killSystemOrSkip } from './kill-system.ts';
import type { ApiPart, KillSystem } from './kill-system.ts';
import { crowd } from './people.ts';
import type { Caller } from './people.ts';

const PRICE_KRW = 100_000;
const HOUR_MS = 3_600_000;
const SOON_MS = 40_000;
const FRESH_LOOK_MS = 150;
const PAID_BOOKS = { cash: PRICE_KRW, seller: -95_000, fees: -5_000 };

interface Attempt {
  order: OrderRow;
  buyer: Caller;
  tossOrderId: string;
  paymentKey: string;
}

describe('a part of the till killed between the charge and its commit', function killing() {
  this.timeout(120_000);
  let system: KillSystem;
  let sim: TossSimulator;
  let api: ApiPart;
  before(async function start() {
    system = await killSystemOrSkip(this);
    sim = await startTossSimulator();
    api = await system.startApi(testToss(sim.url));
  });
  after(async () => {
    await sim?.stop();
    await system?.end();
  });

  async function attempt(): Promise<Attempt> {
    const [buyer] = await crowd(system, 1);
    if (!buyer) throw new Error('nobody came');
    const row = { sellerId: await addUser(system.db), auctionId: randomUUID() };
    const auction = await addAuction(system.db, { ...row, state: 'sold' });
    const nowMs = Date.now();
    const order = await system.db.transaction((tx) => {
      const due = { amountKrw: PRICE_KRW, payByMs: nowMs + HOUR_MS, nowMs };
      return openOrder(tx, { auction, attempt: 1, buyerId: buyer.userId, ...due });
    });
    const { tossOrderId } = await post(buyer, `/orders/${order.orderId}/payments`, {
      address: ADDRESS,
    });
    const orderId = String(tossOrderId);
    const paymentKey = sim.authenticate({ orderId, amountKrw: PRICE_KRW });
    return { order, buyer, tossOrderId: orderId, paymentKey };
  }

  async function post(buyer: Caller, path: string, body: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${api.url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${buyer.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, unknown>;
  }

  const confirm = ({ order, buyer, tossOrderId, paymentKey }: Attempt) =>
    post(buyer, `/orders/${order.orderId}/payments/${tossOrderId}/confirm`, {
      ...{ paymentKey, amountKrw: PRICE_KRW },
    });

  /** Keeps everybody else from an order until the function returned is called. */
  async function locked({ order }: Attempt): Promise<() => Promise<void>> {
    const isLocked = Promise.withResolvers<void>();
    const isReleased = Promise.withResolvers<void>();
    const holding = system.db.transaction(async (tx) => {
      await lockOrder(tx, order.orderId);
      isLocked.resolve();
      await isReleased.promise;
    });
    await isLocked.promise;
    return async () => {
      isReleased.resolve();
      await holding;
    };
  }

  const untilWaiting = (count: number) =>
    eventually(async () => {
      // The server shows the same again to whoever has looked within a tenth of a second.
      await pause(FRESH_LOOK_MS);
      const waiting = sql`SELECT COUNT(*) AS waiting FROM information_schema.innodb_trx
        WHERE trx_state = 'LOCK WAIT'`;
      const [rows] = await system.db.execute(waiting);
      const [row] = rows as unknown as { waiting: number }[];
      return Number(row?.waiting) >= count;
    });

  const reconcile = (aheadMs: number) =>
    reconcilePayments({
      ...{ db: system.db, redis: system.redis, log: quietLog() },
      now: () => Date.now() + aheadMs,
      toss: createToss({ baseUrl: sim.url, secretKey: sim.keys.secretKey }),
    });

  async function standingOf({ order, tossOrderId }: Attempt) {
    const { db } = system;
    const { orderId } = order;
    const [row] = await db.select().from(orders).where(eq(orders.orderId, orderId));
    const [payment] = await db.select().from(payments).where(eq(payments.tossOrderId, tossOrderId));
    const lines = await db.select().from(ledgerEntries).where(eq(ledgerEntries.orderId, orderId));
    const books: Record<string, number> = {};
    for (const { account, amountKrw } of lines) {
      const name = account.split(':')[0] ?? '';
      books[name] = (books[name] ?? 0) + amountKrw;
    }
    return {
      order: row?.state,
      payment: payment?.state,
      chargedKrw: sim.charged()[tossOrderId],
      books: Object.fromEntries(Object.entries(books).filter(([, sum]) => sum !== 0)),
    };
  }

  it('the api, in every window: each payment ends with exactly one charge and its sale', async () => {
    const unsent = await attempt();
    const sent = await attempt();
    const charged = await attempt();
    const answered = await attempt();
    const done = await attempt();
    const lockUnsent = await locked(unsent);
    const all = [unsent, sent, charged, answered];
    const held = [
      sim.faults.next({ on: 'confirm', kind: 'hold-before', orderId: sent.tossOrderId }),
      sim.faults.next({ on: 'confirm', kind: 'hold-after', orderId: charged.tossOrderId }),
    ];
    const toAnswer = { on: 'confirm', kind: 'hold-after', orderId: answered.tossOrderId } as const;
    const answering = sim.faults.next(toAnswer);
    const hungUp = all.map((each) =>
      confirm(each).then(
        () => 'answered',
        () => 'hung up',
      ),
    );
    await Promise.all([...held, answering].map((fault) => fault.reached));
    const lockAnswered = await locked(answered);
    answering.release();
    await untilWaiting(2);
    expect(await confirm(done)).to.include({ outcome: 'paid' });

    await api.kill();
    expect(await Promise.all(hungUp)).to.deep.equal(all.map(() => 'hung up'));
    await lockUnsent();
    await lockAnswered();
    sim.faults.clear();
    expect(await standingOf(unsent)).to.include({ order: 'awaiting_payment', chargedKrw: 0 });
    for (const each of [sent, charged, answered]) {
      expect(await standingOf(each)).to.deep.include({
        order: 'paying',
        payment: 'confirming',
        books: {},
      });
    }
    expect(sim.charged()).to.include({
      ...{ [charged.tossOrderId]: PRICE_KRW, [answered.tossOrderId]: PRICE_KRW },
    });

    await Promise.all([reconcile(SOON_MS), reconcile(SOON_MS)]);
    api = await system.startApi(testToss(sim.url));
    // The page of the one that was never begun is loaded again.
    for (const each of [...all, done]) expect(await confirm(each)).to.include({ outcome: 'paid' });
    await reconcile(HOUR_MS);
    for (const each of [...all, done]) {
      expect(await standingOf(each)).to.deep.equal({
        ...{ order: 'paid', payment: 'done', chargedKrw: PRICE_KRW, books: PAID_BOOKS },
      });
    }
  });

  it('the keeper, in every window of a refund: each ends with exactly one full refund', async () => {
    const { db } = system;
    const all = [await attempt(), await attempt(), await attempt()];
    const [sent, given, answered] = all as [Attempt, Attempt, Attempt];
    for (const each of all) expect(await confirm(each)).to.include({ outcome: 'paid' });
    const held = [
      sim.faults.next({ on: 'cancel', kind: 'hold-before', orderId: sent.tossOrderId }),
      sim.faults.next({ on: 'cancel', kind: 'hold-after', orderId: given.tossOrderId }),
    ];
    const toAnswer = { on: 'cancel', kind: 'hold-after', orderId: answered.tossOrderId } as const;
    const answering = sim.faults.next(toAnswer);
    for (const { order, buyer } of all) {
      await db.transaction(async (tx) => {
        const word = { actor: 'buyer', actorId: buyer.userId, nowMs: Date.now() } as const;
        const moved = await moveOrder(tx, order.orderId, 'cancel', word);
        const why = { cause: 'not-shipped', reason: '보내지 않아서', nowMs: Date.now() } as const;
        if (moved.isMoved)
          await openRefund(tx, { order: moved.order, amountKrw: PRICE_KRW, ...why });
      });
    }
    const keeper = await system.startKeeper(testToss(sim.url));
    await Promise.all([...held, answering].map((fault) => fault.reached));
    const lockAnswered = await locked(answered);
    answering.release();
    await untilWaiting(1);

    await keeper.kill();
    await lockAnswered();
    sim.faults.clear();
    for (const each of all) expect(await standingOf(each)).to.include({ order: 'cancelled' });
    await Promise.all([reconcile(SOON_MS), reconcile(SOON_MS)]);
    await reconcile(HOUR_MS);
    for (const each of all) {
      expect(await standingOf(each)).to.deep.equal({
        ...{ order: 'refunded', payment: 'cancelled', chargedKrw: 0, books: {} },
      });
      const gone = await db.select().from(refunds).where(eq(refunds.orderId, each.order.orderId));
      expect(gone.map(({ state }) => state)).to.deep.equal(['done']);
      const [payment] = sim.payments().filter(({ orderId }) => orderId === each.tossOrderId);
      expect(payment?.cancels).to.have.length(1);
    }
  });
});
