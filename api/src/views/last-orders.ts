import { asc, inArray } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';

/** The order that counts of each of these auctions, by auction; an unsold one has none. */
export async function findLastOrders(
  db: Db,
  auctionIds: readonly string[],
): Promise<Map<string, OrderRow>> {
  if (auctionIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(orders)
    .where(inArray(orders.auctionId, [...auctionIds]))
    .orderBy(asc(orders.attempt));
  return new Map(rows.map((row) => [row.auctionId, row]));
}
