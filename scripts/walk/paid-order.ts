import { openTestOrder } from '@sagopalgo/core/testing/booked-orders.ts';
import type { OrderGiven } from '@sagopalgo/core/testing/booked-orders.ts';
import { remoteToss } from '../toss-simulator/remote-control.ts';
import { logIn } from './people.ts';
import type { Caller } from './people.ts';
import type { WalkSystem } from './walk-system.ts';

const PASSWORD = 'demo-password';
const ADDRESS = {
  ...{ recipient: '김받음', phone: '01012345678', postcode: '04524' },
  ...{ line1: '서울 중구 세종대로 110', line2: '3층', memo: null },
};

/** A demo buyer's order of something that somebody sold, paid for at the simulator; returns its id. */
export async function paidOrder(
  { db, marketplace }: Pick<WalkSystem, 'db' | 'marketplace'>,
  {
    sellerId,
    buyer,
    ...given
  }: { sellerId: string; buyer: string } & Pick<OrderGiven, 'amountKrw'>,
): Promise<string> {
  const { url, tossUrl } = marketplace;
  if (tossUrl === null) throw new Error('only a simulator can be paid at without a browser');
  const credentials = { email: `${buyer}@demo.test`, password: PASSWORD };
  const caller = await logIn(url, credentials);
  const parties = { sellerId, buyerId: caller.userId };
  const { orderId } = await openTestOrder(db, { ...parties, ...given });
  const path = `/orders/${orderId}/payments`;
  const attempt = await post<Attempt>(url, path, caller, { address: ADDRESS });
  const { tossOrderId, amountKrw } = attempt;
  const paymentKey = await remoteToss(tossUrl).authenticate({ orderId: tossOrderId, amountKrw });
  const body = { paymentKey, amountKrw };
  const paid = await post<Paid>(url, `${path}/${tossOrderId}/confirm`, caller, body);
  if (paid.outcome !== 'paid') throw new Error(`the order is ${paid.outcome}`);
  return orderId;
}

async function post<Reply>(url: string, path: string, caller: Caller, body: object) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${caller.token}` },
    body: JSON.stringify(body),
  });
  const reply: unknown = await response.json();
  if (!response.ok) throw new Error(`${path} answered ${JSON.stringify(reply)}`);
  return reply as Reply;
}

interface Attempt {
  tossOrderId: string;
  amountKrw: number;
}

interface Paid {
  outcome: string;
}
