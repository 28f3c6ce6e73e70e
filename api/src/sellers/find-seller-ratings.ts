import { and, desc, eq, isNull, lte } from 'drizzle-orm';
import type { z } from 'zod';
import type { listSellerRatings } from '@sagopalgo/core/contracts/sellers.ts';
import { ratings } from '@sagopalgo/core/mysql/asking-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import { after } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import { requireSeller } from './find-seller.ts';

const LIST = 'seller-ratings';

/**
 * A page of what buyers said of somebody, the newest first. Who said it is not told: with the thing it would say
 * who of its bidders had won. Throws SELLER_NOT_FOUND.
 */
export async function findSellerRatings(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  sellerId: string,
  { cursor, limit }: z.output<typeof listSellerRatings.query>,
): Promise<z.output<typeof listSellerRatings.reply>> {
  await requireSeller(db, sellerId);
  const { ratingId, shownAtMs, stars, text, hiddenAtMs } = ratings;
  const found = await db
    .select({
      ...{ ratingId, shownAtMs, stars, text, hiddenAtMs },
      ...{ auctionId: auctions.auctionId, title: auctions.title },
    })
    .from(ratings)
    .leftJoin(auctions, and(eq(auctions.auctionId, ratings.auctionId), isNull(auctions.hiddenAtMs)))
    .where(
      and(
        eq(ratings.ratedId, sellerId),
        eq(ratings.side, 'buyer'),
        lte(shownAtMs, now()),
        after(readCursor(LIST, cursor), 'descending', shownAtMs, ratingId),
      ),
    )
    .orderBy(desc(shownAtMs), desc(ratingId))
    .limit(limit + 1);
  const page = cutPage(LIST, found, limit, (row) => ({ key: row.shownAtMs, id: row.ratingId }));
  const items = page.rows.map((row) => ({
    ...{ ratingId: row.ratingId, stars: row.stars, shownAtMs: row.shownAtMs },
    auction: row.auctionId === null ? null : { auctionId: row.auctionId, title: row.title ?? '' },
    text: row.hiddenAtMs === null ? row.text : '',
    hidden: row.hiddenAtMs !== null,
  }));
  return { items, nextCursor: page.nextCursor };
}
