import { createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { addressSchema } from '@sagopalgo/core/contracts/addresses.ts';
import type { Address } from '@sagopalgo/core/contracts/addresses.ts';
import type { getCheckout } from '@sagopalgo/core/contracts/payments.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { orderAddresses, orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { totalKrw } from '@sagopalgo/core/orders/open-order.ts';
import { payingLimits } from '@sagopalgo/core/rules/payable.ts';
import type { Deps } from '../deps.ts';
import { checkPayable, ownOrder } from './own-order.ts';

const ORDER_NAME_MAX_CHARS = 100;

/** What the page needs to open the widget for an order. */
export async function readCheckout(
  deps: Pick<Deps, 'db' | 'now' | 'settings' | 'customerKeys'>,
  orderId: string,
  buyerId: string,
): Promise<z.output<typeof getCheckout.reply>> {
  const order = await ownOrder(deps, orderId, buyerId);
  checkPayable(order, deps.now());
  const amountKrw = totalKrw(order);
  return {
    ...{ orderId, amountKrw, payByMs: order.payByMs },
    ...deps.settings.toss,
    orderName: await orderNameOf(deps, order.auctionId),
    customerKey: customerKeyOf(deps.customerKeys, buyerId),
    limits: payingLimits(amountKrw),
    lastAddress: await lastAddressOf(deps, buyerId),
  };
}

/** What the buyer reads at Toss and on the bill: the thing's name, as long as Toss takes it. */
export async function orderNameOf({ db }: Pick<Deps, 'db'>, auctionId: string): Promise<string> {
  const [row] = await db
    .select({ title: auctions.title })
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId));
  if (!row) throw new Error(`an order of auction ${auctionId}, which is in no record`);
  return Array.from(row.title).slice(0, ORDER_NAME_MAX_CHARS).join('');
}

/** Always the same for one person, and nothing can be told from it: a UUID of a keyed hash. */
export function customerKeyOf(key: KeyObject, userId: string): string {
  const hex = createHmac('sha256', key).update(userId).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join('-');
}

async function lastAddressOf({ db }: Pick<Deps, 'db'>, buyerId: string): Promise<Address | null> {
  const [row] = await db
    .select({ address: orderAddresses })
    .from(orderAddresses)
    .innerJoin(orders, eq(orders.orderId, orderAddresses.orderId))
    .where(eq(orders.buyerId, buyerId))
    .orderBy(desc(orderAddresses.changedAtMs))
    .limit(1);
  if (!row) return null;
  const { recipient, phone, postcode, line1, line2, memo } = row.address;
  return addressSchema.parse({ recipient, phone, postcode, line1, line2, memo });
}
