import { asc, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/mysql-core';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import { orderAddresses, orderEvents } from '@sagopalgo/core/mysql/till-schema.ts';
import { orders, payments, refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { PASSED_ON } from '@sagopalgo/core/orders/payment-rows.ts';
import { isStuck, OPEN_STATES } from '@sagopalgo/core/orders/stand-still.ts';
import type { Deps } from '../deps.ts';

/** Nobody lives through more; what is beyond is not shown. */
const EVENTS_MAX = 500;
const REFUNDS_MAX = 100;

/** An order with what it is about and whose it is; what has been deleted since is null. */
export interface NamedOrder {
  order: OrderRow;
  title: string | null;
  buyerNickname: string | null;
  sellerNickname: string | null;
}

const IS_SOLD = sql`${payments.state} IN ('done', 'cancelled')
  AND COALESCE(${payments.failureCode}, '') <> ${PASSED_ON}`;
/** Money that came for nothing is no part of the sale, whoever has it go back. */
const IS_STRAY = sql`COALESCE(${payments.failureCode} = ${PASSED_ON}, FALSE)`;
const IS_OPEN = inArray(payments.state, OPEN_STATES);
const buyers = alias(users, 'buyers');
const sellers = alias(users, 'sellers');

/** Orders with their names; add `where`, `orderBy` and `limit`. */
export function selectOrders(db: Deps['db']) {
  return db
    .select({
      order: orders,
      title: auctions.title,
      buyerNickname: buyers.nickname,
      sellerNickname: sellers.nickname,
    })
    .from(orders)
    .leftJoin(auctions, eq(auctions.auctionId, orders.auctionId))
    .leftJoin(buyers, eq(buyers.userId, orders.buyerId))
    .leftJoin(sellers, eq(sellers.userId, orders.sellerId))
    .$dynamic();
}

/** One order with its names, or null. */
export async function findOrder(db: Deps['db'], orderId: string): Promise<NamedOrder | null> {
  const [row] = await selectOrders(db).where(eq(orders.orderId, orderId));
  return row ?? null;
}

/** What else the record holds of an order. */
export type OrderPapers = Awaited<ReturnType<typeof readPapers>>;

/** Reads what else the record holds of an order, whoever may see which part of it. */
export async function readPapers({ db }: Pick<Deps, 'db'>, { orderId, auctionId }: OrderRow) {
  const [[image], [address], [payment], refunded, events, stuck] = await Promise.all([
    db
      .select()
      .from(images)
      .where(eq(images.auctionId, auctionId))
      .orderBy(asc(images.position))
      .limit(1),
    db.select().from(orderAddresses).where(eq(orderAddresses.orderId, orderId)),
    // The charge that the order stands on goes before attempts that came later, and one that is under way,
    // whose account the buyer has to know, before those of other tabs.
    db
      .select()
      .from(payments)
      .where(eq(payments.orderId, orderId))
      .orderBy(desc(IS_SOLD), desc(IS_OPEN), desc(payments.createdAtMs))
      .limit(1),
    db
      .select({ ...getTableColumns(refunds), isStray: IS_STRAY.mapWith(Boolean) })
      .from(refunds)
      .leftJoin(payments, eq(payments.tossOrderId, refunds.tossOrderId))
      .where(eq(refunds.orderId, orderId))
      .orderBy(asc(refunds.createdAtMs))
      .limit(REFUNDS_MAX),
    db
      .select()
      .from(orderEvents)
      .where(eq(orderEvents.orderId, orderId))
      .orderBy(asc(orderEvents.eventId))
      .limit(EVENTS_MAX),
    isStuck(db, { orderId }),
  ]);
  return {
    picture: image ?? null,
    address: address ?? null,
    payment: payment ?? null,
    refunds: refunded,
    events,
    stuck,
  };
}
