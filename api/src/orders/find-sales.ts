import { and, desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { listMySales } from '@sagopalgo/core/contracts/orders.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { readTerms } from '@sagopalgo/core/orders/read-terms.ts';
import { orderDeadlines } from '@sagopalgo/core/rules/order-deadlines.ts';
import { after, selectAuctions } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import { showAuctions } from '../views/show-auctions.ts';
import type { ShowDeps } from '../views/show-auctions.ts';
import { findLastOrders } from '../views/last-orders.ts';
import { findRelistings } from '../views/relistings.ts';
import { orderFields } from './order-fields.ts';

const LIST = 'my-sales';

/** A page of somebody's auctions in every state, the newest first, with the order of those sold. */
export async function findSales(
  deps: ShowDeps,
  sellerId: string,
  { cursor, limit }: z.output<typeof listMySales.query>,
): Promise<z.output<typeof listMySales.reply>> {
  const found = await selectAuctions(deps.db)
    .where(
      and(
        eq(auctions.sellerId, sellerId),
        after(readCursor(LIST, cursor), 'descending', auctions.createdAtMs, auctions.auctionId),
      ),
    )
    .orderBy(desc(auctions.createdAtMs), desc(auctions.auctionId))
    .limit(limit + 1);
  const page = cutPage(LIST, found, limit, (row) => ({ key: row.createdAtMs, id: row.auctionId }));
  const shown = await showAuctions(deps, page.rows, sellerId);
  const sold = await findLastOrders(
    deps.db,
    page.rows.map((row) => row.auctionId),
  );
  const relistingOf = await findRelistings(deps.db, page.rows, sold);
  const terms = await readTerms(deps.db);
  const items = shown.auctions.map((auction) => {
    const order = sold.get(auction.auctionId);
    const shipByMs = order ? orderDeadlines(order, terms).cancelFromMs : null;
    const sale = { ...relistingOf(auction.auctionId), shipByMs };
    return { ...auction, ...(order && orderFields(order)), ...sale };
  });
  return { items, nextCursor: page.nextCursor };
}
