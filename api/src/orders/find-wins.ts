import { and, desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { listMyWins } from '@sagopalgo/core/contracts/orders.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { after, findAuctions } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import { showAuctions } from '../views/show-auctions.ts';
import type { ShowDeps } from '../views/show-auctions.ts';
import { orderFields } from './order-fields.ts';

const LIST = 'my-wins';

/** A page of what somebody has won, the newest first. */
export async function findWins(
  deps: ShowDeps,
  buyerId: string,
  { cursor, limit }: z.output<typeof listMyWins.query>,
): Promise<z.output<typeof listMyWins.reply>> {
  const found = await deps.db
    .select()
    .from(orders)
    .where(
      and(
        eq(orders.buyerId, buyerId),
        after(readCursor(LIST, cursor), 'descending', orders.createdAtMs, orders.orderId),
      ),
    )
    .orderBy(desc(orders.createdAtMs), desc(orders.orderId))
    .limit(limit + 1);
  const page = cutPage(LIST, found, limit, (row) => ({ key: row.createdAtMs, id: row.orderId }));
  const rows = await findAuctions(
    deps.db,
    page.rows.map((order) => order.auctionId),
  );
  const { auctions } = await showAuctions(deps, [...rows.values()], buyerId);
  const shown = new Map(auctions.map((auction) => [auction.auctionId, auction]));
  const items = page.rows.flatMap((order) => {
    const auction = shown.get(order.auctionId);
    return auction ? [{ ...auction, ...orderFields(order) }] : [];
  });
  return { items, nextCursor: page.nextCursor };
}
