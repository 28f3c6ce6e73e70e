import { and, asc, eq, inArray, max, ne } from 'drizzle-orm';
import type { z } from 'zod';
import type { listOrders } from '@sagopalgo/core/contracts/orders.ts';
import { orderEvents, orders } from '@sagopalgo/core/mysql/till-schema.ts';
import type { Deps } from '../deps.ts';
import { after } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import { namesIn, orderFields } from './order-fields.ts';
import { selectOrders } from './read-order.ts';

const LIST = 'orders';

/** A page of the orders of a state, those that have stood so the longest first. For operators only. */
export async function findOrders(
  { db }: Pick<Deps, 'db'>,
  { state, cursor, limit }: z.output<typeof listOrders.query>,
): Promise<z.output<typeof listOrders.reply>> {
  const place = readCursor(LIST, cursor);
  const found = await selectOrders(db)
    .where(
      and(eq(orders.state, state), after(place, 'ascending', orders.stateAtMs, orders.orderId)),
    )
    .orderBy(asc(orders.stateAtMs), asc(orders.orderId))
    .limit(limit + 1);
  const page = cutPage(LIST, found, limit, ({ order }) => ({
    ...{ key: order.stateAtMs, id: order.orderId },
  }));
  const reasons = await lastReasons(
    db,
    page.rows.map(({ order }) => order.orderId),
  );
  const items = page.rows.map((named) => ({
    ...orderFields(named.order),
    ...namesIn(named),
    auctionId: named.order.auctionId,
    stateAtMs: named.order.stateAtMs,
    reason: reasons.get(named.order.orderId) ?? null,
  }));
  return { items, nextCursor: page.nextCursor };
}

/** What was said when each of these orders last moved. */
async function lastReasons(
  db: Deps['db'],
  orderIds: readonly string[],
): Promise<Map<string, string | null>> {
  if (orderIds.length === 0) return new Map();
  const lastMoves = db
    .select({ eventId: max(orderEvents.eventId) })
    .from(orderEvents)
    .where(
      and(
        inArray(orderEvents.orderId, [...orderIds]),
        ne(orderEvents.fromState, orderEvents.toState),
      ),
    )
    .groupBy(orderEvents.orderId);
  const rows = await db
    .select({ orderId: orderEvents.orderId, reason: orderEvents.reason })
    .from(orderEvents)
    .where(inArray(orderEvents.eventId, lastMoves));
  return new Map(rows.map(({ orderId, reason }) => [orderId, reason]));
}
