import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { ledgerEntries, orders, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { lockOrder } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { openOrder } from '@sagopalgo/core/orders/open-order.ts';
import type { TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { addAuction, addUser, quietLog, testToss } from '@sagopalgo/core/testing/connections.ts';
import { untilWaiting } from '@sagopalgo/core/testing/until-waiting.ts';
import { createToss } from '@sagopalgo/core/toss/toss-client.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { ADDRESS } from '../till/till-system.ts';
import type { Authentication } from '../toss-simulator/buyer.ts';
import type { Part } from '../local/part.ts';
import { startTossSimulator } from '../toss-simulator/simulator.ts';
import type { TossSimulator } from '../toss-simulator/simulator.ts';
import { killSystemOrSkip } from './kill-system.ts';
import type { ApiPart, KillSystem } from './kill-system.ts';
import { crowd } from './people.ts';
import type { Caller } from './people.ts';

export const PRICE_KRW = 100_000;
export const HOUR_MS = 3_600_000;
/** After it the reconciler takes up what a part that was killed had begun. */
export const SOON_MS = 40_000;

/** An order, and an attempt to pay for it that its buyer has authenticated at Toss. */
export interface KillAttempt {
  order: OrderRow;
  buyer: Caller;
  tossOrderId: string;
  paymentKey: string;
}

/** How an order and its attempt stand with us, what Toss has of it, and the accounts that are not at nothing. */
export interface KillStanding {
  order: string | undefined;
  payment: string | undefined;
  chargedKrw: number | undefined;
  books: Record<string, number>;
}

/** What tests do that kill parts of the till while money is under way. */
export class KillTill {
  readonly system: KillSystem;
  readonly sim: TossSimulator;
  #api: ApiPart | null = null;

  private constructor(system: KillSystem, sim: TossSimulator) {
    this.system = system;
    this.sim = sim;
  }

  /** Starts the stores, Toss and an api; skips the test where there is no Redis program to be killed. */
  static async startOrSkip(test: Mocha.Context): Promise<KillTill> {
    const system = await killSystemOrSkip(test);
    const till = new KillTill(system, await startTossSimulator());
    await till.startApi();
    return till;
  }

  async end(): Promise<void> {
    await this.sim.stop();
    await this.system.end();
  }

  /** Starts an api, in the place of one that was killed. */
  async startApi(): Promise<void> {
    this.#api = await this.system.startApi(testToss(this.sim.url));
  }

  /** The api that lives at the moment. */
  get api(): ApiPart {
    if (!this.#api) throw new Error('no api was started');
    return this.#api;
  }

  startKeeper(): Promise<Part> {
    return this.system.startKeeper(testToss(this.sim.url));
  }

  async attempt(wish: Partial<Authentication> = {}): Promise<KillAttempt> {
    const { db } = this.system;
    const [buyer] = await crowd(this.system, 1);
    if (!buyer) throw new Error('nobody came');
    const row = { sellerId: await addUser(db), auctionId: randomUUID() };
    const auction = await addAuction(db, { ...row, state: 'sold' });
    const nowMs = Date.now();
    const order = await db.transaction((tx) => {
      const due = { amountKrw: PRICE_KRW, payByMs: nowMs + HOUR_MS, nowMs };
      return openOrder(tx, { auction, attempt: 1, buyerId: buyer.userId, ...due });
    });
    const path = `/orders/${order.orderId}/payments`;
    const orderId = String((await this.post(buyer, path, { address: ADDRESS }))['tossOrderId']);
    const paymentKey = this.sim.authenticate({ orderId, amountKrw: PRICE_KRW, ...wish });
    return { order, buyer, tossOrderId: orderId, paymentKey };
  }

  confirm({ order, buyer, tossOrderId, paymentKey }: KillAttempt) {
    const path = `/orders/${order.orderId}/payments/${tossOrderId}/confirm`;
    return this.post(buyer, path, { paymentKey, amountKrw: PRICE_KRW });
  }

  async post({ token }: Caller, path: string, body: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.api.url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  }

  /** Keeps everybody else from an order until the function returned is called. */
  async locked({ order }: KillAttempt): Promise<() => Promise<void>> {
    const isLocked = Promise.withResolvers<void>();
    const isReleased = Promise.withResolvers<void>();
    const holding = this.system.db.transaction(async (tx) => {
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

  /** Resolves once so many transactions wait for what another one has locked. */
  untilWaiting(count: number): Promise<true> {
    return untilWaiting(this.system.db, count);
  }

  /** What a reconciler works with, its clock so many milliseconds ahead. */
  deps(aheadMs: number): TillDeps & { log: Log } {
    const { db, redis } = this.system;
    const { url: baseUrl, keys } = this.sim;
    return {
      ...{ db, redis, log: quietLog(), now: () => Date.now() + aheadMs },
      toss: createToss({ baseUrl, secretKey: keys.secretKey }),
    };
  }

  reconcile(aheadMs: number) {
    return reconcilePayments(this.deps(aheadMs));
  }

  async standingOf({ order, tossOrderId }: KillAttempt): Promise<KillStanding> {
    const { db } = this.system;
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
      chargedKrw: this.sim.charged()[tossOrderId],
      books: Object.fromEntries(Object.entries(books).filter(([, sum]) => sum !== 0)),
    };
  }
}

/** Whether a call was answered, or whoever was to answer it has died. */
export function heard(call: Promise<unknown>): Promise<'answered' | 'hung up'> {
  return call.then(
    () => 'answered' as const,
    () => 'hung up' as const,
  );
}
