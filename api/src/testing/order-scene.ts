import { inArray, or } from 'drizzle-orm';
import { orderSchema } from '@sagopalgo/core/contracts/orders.ts';
import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { orderAddresses, orders, payments, refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addOrder } from '@sagopalgo/core/testing/some-order.ts';
import { addPayment } from '@sagopalgo/core/testing/some-payment.ts';
import type { Deps } from '../deps.ts';
import { addPersonWithToken } from './api-under-test.ts';
import type { Answer, ApiUnderTest } from './api-under-test.ts';

/** As whom a call is made. */
export type As = 'buyer' | 'seller' | 'operator' | 'stranger';
export type People = Record<As, { userId: string; token: string }>;

export const ADDRESS = {
  recipient: '김받음',
  phone: '01012345678',
  postcode: '04524',
  line1: '서울 중구 세종대로 110',
  line2: '3층',
  memo: null,
};

const UNPAID: readonly OrderState[] = ['awaiting_payment', 'paying', 'awaiting_deposit', 'expired'];

/** The parties of an order, an operator and somebody who has nothing to do with it. */
export async function orderPeople(deps: Deps): Promise<People> {
  return {
    buyer: await addPersonWithToken(deps),
    seller: await addPersonWithToken(deps),
    operator: await addPersonWithToken(deps, 'ADMIN'),
    stranger: await addPersonWithToken(deps),
  };
}

/** A thing sold between them, with an address and, unless it is unpaid, the charge that paid for it. */
export async function soldThing(
  { db }: Deps,
  { buyer, seller }: Pick<People, 'buyer' | 'seller'>,
  given: Partial<OrderRow> = {},
): Promise<OrderRow> {
  const parties = { buyerId: buyer.userId, sellerId: seller.userId };
  const settled = { state: 'sold', settledAtMs: Date.now(), priceKrw: 50_000 } as const;
  const { auctionId } = await addAuction(db, { ...settled, sellerId: seller.userId });
  const order = await addOrder(db, { ...parties, auctionId, ...given });
  await db.insert(orderAddresses).values({ ...ADDRESS, orderId: order.orderId, changedAtMs: 1 });
  if (!UNPAID.includes(order.state)) await addPayment(db, order);
  return order;
}

/** Takes the orders of these people away, so that sweeps in tests that come after do not find them. */
export async function leaveNoOrders(
  { db }: Deps,
  ...parties: readonly { userId: string }[]
): Promise<void> {
  const userIds = parties.map(({ userId }) => userId);
  const found = await db
    .select({ orderId: orders.orderId })
    .from(orders)
    .where(or(inArray(orders.sellerId, userIds), inArray(orders.buyerId, userIds)));
  const orderIds = found.map(({ orderId }) => orderId);
  if (orderIds.length === 0) return;
  for (const table of [refunds, payments, orders]) {
    await db.delete(table).where(inArray(table.orderId, orderIds));
  }
}

/** The calls about orders, made by one of these people. */
export function orderCalls(api: ApiUnderTest, people: () => People) {
  const look = (as: As, { orderId }: { orderId: string }): Promise<Answer> =>
    api.call('GET', `/orders/${orderId}`, { token: people()[as].token });
  return {
    look,
    do: (as: As, { orderId }: { orderId: string }, what: string, body?: object): Promise<Answer> =>
      api.call('POST', `/orders/${orderId}/${what}`, {
        token: people()[as].token,
        body: body ?? {},
      }),
    seen: async (as: As, order: { orderId: string }): Promise<Order> =>
      orderSchema.parse((await look(as, order)).body),
  };
}
