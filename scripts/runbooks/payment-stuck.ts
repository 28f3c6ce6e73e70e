import { readFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orders, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { openOrder } from '@sagopalgo/core/orders/open-order.ts';
import { addAuction, addUser, eventually } from '@sagopalgo/core/testing/connections.ts';
import { ADDRESS } from '../till/till-system.ts';
import { remoteToss } from '../toss-simulator/remote-control.ts';
import { crowd } from '../walk/people.ts';
import type { Caller } from '../walk/people.ts';
import type { House } from './house.ts';
import { WITHIN_MS } from './scene-things.ts';
import type { Scene } from './scene.ts';

const PRICE_KRW = 100_000;
const HOUR_MS = 3_600_000;

/** Toss charged, its answer was lost, and it has been away since. */
export const paymentStuck: Scene = {
  name: 'payment-stuck',
  plan: { rooms: ['toss', 'api', 'keeper'] },
  breakIt: async (house) => {
    const { orderId, tossOrderId } = await payWithoutAnAnswer(house);
    await house.service('toss').kill();
    const isThis = eq(payments.tossOrderId, tossOrderId);
    // As if that had been an hour ago.
    const longAgo = { confirmingAtMs: Date.now() - HOUR_MS, askedAtMs: null };
    await house.db.update(payments).set(longAgo).where(isThis);
    const stateOf = async () =>
      (await house.db.select().from(orders).where(eq(orders.orderId, orderId)))[0]?.state;
    expect(await stateOf()).to.equal('paying');
    const { logFile } = house.service('keeper');
    const isTold = () => readFileSync(logFile, 'utf8').includes('payment.long-unknown');
    await eventually(() => Promise.resolve(isTold()), WITHIN_MS);
    return {
      facts: { orderId },
      expectWell: async () => {
        await eventually(async () => (await stateOf()) === 'paid', WITHIN_MS);
        const { ports } = house;
        const charged = await remoteToss(`http://127.0.0.1:${ports.toss}`).charged();
        expect(charged[tossOrderId]).to.equal(PRICE_KRW);
      },
    };
  },
};

async function payWithoutAnAnswer(house: House): Promise<{ orderId: string; tossOrderId: string }> {
  const { db, ports } = house;
  const toss = remoteToss(`http://127.0.0.1:${ports.toss}`);
  const [buyer] = (await crowd(house, 1)) as [Caller];
  const auction = await addAuction(db, { sellerId: await addUser(db), state: 'sold' });
  const nowMs = Date.now();
  const { orderId } = await db.transaction((tx) => {
    const due = { amountKrw: PRICE_KRW, payByMs: nowMs + HOUR_MS, nowMs };
    return openOrder(tx, { auction, attempt: 1, buyerId: buyer.userId, ...due });
  });
  const path = `/orders/${orderId}/payments`;
  const started = await post(house, buyer, path, { address: ADDRESS });
  const tossOrderId = String(started['tossOrderId']);
  const paymentKey = await toss.authenticate({ orderId: tossOrderId, amountKrw: PRICE_KRW });
  await toss.nextFault({ on: 'confirm', kind: 'drop-after', times: 10 });
  await toss.nextFault({ on: 'look-up', kind: 'drop-before', times: 1_000 });
  const confirm = { paymentKey, amountKrw: PRICE_KRW };
  await post(house, buyer, `${path}/${tossOrderId}/confirm`, confirm);
  return { orderId, tossOrderId };
}

async function post(
  { apiUrl }: House,
  { token }: Caller,
  path: string,
  body: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${apiUrl}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
}
