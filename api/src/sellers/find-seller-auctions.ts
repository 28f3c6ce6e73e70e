import { and, desc, eq, isNull, or } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { listSellerAuctions, SaleList } from '@sagopalgo/core/contracts/sellers.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { after, selectAuctions } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import { isSeenIn, partsInState } from '../views/listed-state.ts';
import { showAuctions } from '../views/show-auctions.ts';
import type { ShowDeps } from '../views/show-auctions.ts';
import { requireSeller } from './find-seller.ts';

/**
 * A page of what somebody sells or has sold, what was listed last before the others, without what an operator has
 * hidden. Throws SELLER_NOT_FOUND.
 */
export async function findSellerAuctions(
  deps: ShowDeps,
  viewerId: string | null,
  sellerId: string,
  { state, cursor, limit }: z.output<typeof listSellerAuctions.query>,
): Promise<z.output<typeof listSellerAuctions.reply>> {
  await requireSeller(deps.db, sellerId);
  const list = `seller-${state}`;
  const { createdAtMs, auctionId } = auctions;
  const found = await selectAuctions(deps.db)
    .where(
      and(
        eq(auctions.sellerId, sellerId),
        isNull(auctions.hiddenAtMs),
        isIn(state, deps.now()),
        after(readCursor(list, cursor), 'descending', createdAtMs, auctionId),
      ),
    )
    .orderBy(desc(createdAtMs), desc(auctionId))
    .limit(limit + 1);
  const page = cutPage(list, found, limit, (row) => ({ key: row.createdAtMs, id: row.auctionId }));
  const shown = await showAuctions(deps, page.rows, viewerId);
  // One may have opened or closed since it was looked up.
  const items = shown.auctions.filter((auction) => belongs(state, auction));
  return { items, nextCursor: page.nextCursor };
}

function isIn(state: SaleList, nowMs: number): SQL | undefined {
  if (state === 'sold') return eq(auctions.state, 'sold');
  return or(...partsInState(state, nowMs).map(({ where }) => where));
}

function belongs(state: SaleList, auction: Auction): boolean {
  return state === 'sold' ? auction.state === 'sold' : isSeenIn(state, auction.state);
}
