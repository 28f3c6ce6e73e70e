import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import {
  ledgerEntries,
  orderEvents,
  orders,
  payments,
  refunds,
} from '@sagopalgo/core/mysql/till-schema.ts';
import { lockOrder } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { openOrder } from '@sagopalgo/core/orders/open-order.ts';
import { openRefund } from '@sagopalgo/core/orders/refunds.ts';
import type { PaymentRow, TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';
import { addAuction, testToss } from '@sagopalgo/core/testing/connections.ts';
import { createToss } from '@sagopalgo/core/toss/toss-client.ts';
import { addPersonWithToken, startApi } from '@sagopalgo/api/src/testing/api-under-test.ts';
import type { Answer, ApiUnderTest } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { startTossSimulator } from '../toss-simulator/simulator.ts';
import type { TossSimulator, TossSimulatorOptions } from '../toss-simulator/simulator.ts';
import type { Authentication } from '../toss-simulator/buyer.ts';

export const ADDRESS = {
  ...{ recipient: '김구매', phone: '01012345678', postcode: '04524' },
  ...{ line1: '서울특별시 중구 세종대로 110', line2: '3층', memo: null },
};
export const ACCOUNT = { bank: '88', accountNumber: '110123456789', holderName: '김구매' };
const DAY_MS = 86_400_000;
const PRICE_KRW = 100_000;
/** So that a lost answer is noticed within a test. */
const TOSS_WITHIN_MS = 1_500;

/** What a call about payments answers, as far as tests look into it. */
export type PaidAnswer = Omit<Answer, 'body'> & {
  body: {
    code: string;
    outcome: string;
    tossOrderId: string;
    amountKrw: number;
    payment: { state: string; failure: { code: string } | null; virtualAccount: object | null };
    detail: Record<string, unknown>;
    [field: string]: unknown;
  };
};

/** A buyer's order that waits to be paid, and an attempt to. */
export interface Won {
  order: OrderRow;
  buyer: { userId: string; token: string };
}
export interface Attempt extends Won {
  tossOrderId: string;
  paymentKey: string;
}

/** The till with an api of its own and a simulated Toss that tells it of everything. */
export interface TillSystem {
  sim: TossSimulator;
  api: ApiUnderTest;
  /** What the reconciler works with, its clock so many milliseconds ahead. */
  deps(aheadMs?: number): TillDeps;
  won(
    given?: Partial<Pick<OrderRow, 'amountKrw' | 'payByMs'>> & { premiumBp?: number },
  ): Promise<Won>;
  call(won: Won, method: string, path: string, body?: unknown): Promise<PaidAnswer>;
  start(won: Won): Promise<string>;
  /** Makes an attempt and lets the buyer authenticate at Toss. */
  attempt(won: Won, wish?: Partial<Authentication>): Promise<Attempt>;
  confirm(attempt: Attempt, amountKrw?: number): Promise<PaidAnswer>;
  orderOf(won: Won): Promise<OrderRow>;
  paymentOf(attempt: Pick<Attempt, 'tossOrderId'>): Promise<PaymentRow>;
  refundsOf(won: Won): Promise<(typeof refunds.$inferSelect)[]>;
  eventsOf(won: Won): Promise<string[]>;
  /** The books' accounts of one order, those at nothing left out. */
  balances(won: Won): Promise<Record<string, number>>;
  /** What a person does in Toss's own pages: gives back all or a part, or has a charge go through. */
  atToss: {
    cancel(attempt: Attempt, cancelAmount?: number): Promise<void>;
    confirm(attempt: Attempt): Promise<void>;
  };
  /** Has so much of what an order was paid with go back, all of it unless told; returns the refund. */
  askBack(won: Won, amountKrw?: number): Promise<string>;
  end(): Promise<void>;
}

/** `start` is for an api that has something to itself. */
export async function openTill(
  options: TossSimulatorOptions = {},
  start: typeof startApi = startApi,
): Promise<TillSystem> {
  const sim = await startTossSimulator(options);
  const access = { baseUrl: sim.url, secretKey: sim.keys.secretKey, withinMs: TOSS_WITHIN_MS };
  const toss = createToss(access);
  const api = await start(() => ({ toss }), testToss(sim.url));
  sim.webhooks.sendTo(`${api.url}/api/v1/webhooks/toss`);
  const { db } = api.deps;
  const till: TillSystem = {
    ...{ sim, api },
    ...reading(api),
    atToss: {
      cancel: ({ paymentKey }, cancelAmount) =>
        callToss(sim, `/${paymentKey}/cancel`, { cancelReason: '개발자센터', cancelAmount }),
      confirm: ({ paymentKey, tossOrderId: orderId, order }) =>
        callToss(sim, '/confirm', { paymentKey, orderId, amount: order.amountKrw }),
    },
    deps: (aheadMs = 0) => ({ ...api.deps, toss, now: () => Date.now() + aheadMs }),
    won: (given) => addWon(api, given),
    call: async ({ buyer, order }, method, path, body) =>
      (await api.call(method, `/orders/${order.orderId}${path}`, {
        token: buyer.token,
        ...(body !== undefined && { body }),
      })) as unknown as PaidAnswer,
    start: async (won) => {
      const { status, body } = await till.call(won, 'POST', '/payments', { address: ADDRESS });
      if (status !== 201) throw new Error(`not started: ${JSON.stringify(body)}`);
      return body.tossOrderId;
    },
    attempt: async (won, wish) => {
      const tossOrderId = await till.start(won);
      const { amountKrw } = won.order;
      const paymentKey = sim.authenticate({ orderId: tossOrderId, amountKrw, ...wish });
      return { ...won, tossOrderId, paymentKey };
    },
    confirm: (attempt, amountKrw = attempt.order.amountKrw) => {
      const { paymentKey, tossOrderId } = attempt;
      const path = `/payments/${tossOrderId}/confirm`;
      return till.call(attempt, 'POST', path, { paymentKey, amountKrw });
    },
    askBack: (won, amountKrw = won.order.amountKrw) =>
      db.transaction(async (tx) => {
        const order = await lockOrder(tx, won.order.orderId);
        const why = { cause: 'cancelled', reason: '보내지 않아서', nowMs: Date.now() } as const;
        const refundId = order && (await openRefund(tx, { order, amountKrw, ...why }));
        if (!refundId) throw new Error('nothing to be given back');
        return refundId;
      }),
    end: async () => {
      await sim.stop();
      // What nobody finished here must not be found by the tests that come after.
      await db.update(payments).set({ state: 'failed' }).where(eq(payments.state, 'confirming'));
      await db.update(refunds).set({ state: 'refused' }).where(eq(refunds.state, 'pending'));
      await api.end();
    },
  };
  return till;
}

async function callToss({ url, keys }: TossSimulator, path: string, body: object): Promise<void> {
  const answer = await fetch(`${url}/v1/payments${path}`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${keys.secretKey}:`)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} was answered by ${await answer.text()}`);
}

function reading({ deps: { db } }: ApiUnderTest) {
  const mustBe = <Row>(rows: Row[]): Row => {
    const [row] = rows;
    if (row === undefined) throw new Error('no such row');
    return row;
  };
  return {
    orderOf: async ({ order: { orderId } }: Won) =>
      mustBe(await db.select().from(orders).where(eq(orders.orderId, orderId))),
    paymentOf: async ({ tossOrderId }: Pick<Attempt, 'tossOrderId'>) =>
      mustBe(await db.select().from(payments).where(eq(payments.tossOrderId, tossOrderId))),
    refundsOf: ({ order: { orderId } }: Won) =>
      db.select().from(refunds).where(eq(refunds.orderId, orderId)),
    eventsOf: async ({ order: { orderId } }: Won) => {
      const rows = await db
        .select()
        .from(orderEvents)
        .where(eq(orderEvents.orderId, orderId))
        .orderBy(orderEvents.eventId);
      return rows.map(({ event }) => event);
    },
    balances: async ({ order: { orderId } }: Won) => {
      const rows = await db.select().from(ledgerEntries).where(eq(ledgerEntries.orderId, orderId));
      const sums: Record<string, number> = {};
      for (const { account, amountKrw } of rows) {
        const name = account.split(':')[0] ?? '';
        sums[name] = (sums[name] ?? 0) + amountKrw;
      }
      return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
    },
  };
}

async function addWon(
  { deps }: ApiUnderTest,
  {
    amountKrw = PRICE_KRW,
    payByMs = Date.now() + DAY_MS,
    premiumBp = 0,
  }: Partial<OrderRow> & {
    premiumBp?: number;
  } = {},
): Promise<Won> {
  const seller = await addPersonWithToken(deps);
  const buyer = await addPersonWithToken(deps);
  const row = { sellerId: seller.userId, auctionId: randomUUID(), premiumBp };
  const auction = await addAuction(deps.db, { ...row, state: 'sold', settledAtMs: Date.now() });
  await deps.db
    .update(auctions)
    .set({ leaderId: buyer.userId })
    .where(eq(auctions.auctionId, row.auctionId));
  const order = await deps.db.transaction((tx) =>
    openOrder(tx, {
      ...{ auction, attempt: 1, buyerId: buyer.userId, amountKrw, payByMs },
      nowMs: Date.now(),
    }),
  );
  return { order, buyer };
}
