import { and, desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { listMyOffers } from '@sagopalgo/core/contracts/offers.ts';
import { offers } from '@sagopalgo/core/mysql/till-schema.ts';
import { readTerms } from '@sagopalgo/core/orders/read-terms.ts';
import { after, findAuctions } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import { showAuctions } from '../views/show-auctions.ts';
import type { ShowDeps } from '../views/show-auctions.ts';
import { offerView } from './offer-view.ts';

const LIST = 'my-offers';

/** A page of what somebody was offered, the newest first. */
export async function findOffers(
  deps: ShowDeps,
  bidderId: string,
  { cursor, limit }: z.output<typeof listMyOffers.query>,
): Promise<z.output<typeof listMyOffers.reply>> {
  const { db, now } = deps;
  const place = readCursor(LIST, cursor);
  const found = await db
    .select()
    .from(offers)
    .where(
      and(
        eq(offers.bidderId, bidderId),
        after(place, 'descending', offers.createdAtMs, offers.offerId),
      ),
    )
    .orderBy(desc(offers.createdAtMs), desc(offers.offerId))
    .limit(limit + 1);
  const page = cutPage(LIST, found, limit, (row) => ({ key: row.createdAtMs, id: row.offerId }));
  const rows = await findAuctions(
    db,
    page.rows.map((offer) => offer.auctionId),
  );
  const { auctions } = await showAuctions(deps, [...rows.values()], bidderId);
  const shown = new Map(auctions.map((auction) => [auction.auctionId, auction]));
  const moment = { terms: await readTerms(db), nowMs: now() };
  const items = page.rows.flatMap((offer) => {
    const auction = shown.get(offer.auctionId);
    return auction ? [{ ...auction, offer: offerView(offer, auction.premiumBp, moment) }] : [];
  });
  return { items, nextCursor: page.nextCursor };
}
