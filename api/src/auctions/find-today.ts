import { and, desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { getToday } from '@sagopalgo/core/contracts/auction-lists.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { kstDate, openingMomentMs, salePhase } from '@sagopalgo/core/rules/kst.ts';
import { after, selectAuctions } from '../views/auction-rows.ts';
import type { AuctionRow } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import type { Place } from '../views/cursor.ts';
import { showAuctions } from '../views/show-auctions.ts';
import type { ShowDeps } from '../views/show-auctions.ts';

const LIST = 'today';

/**
 * The day's sale in Seoul and where it stands by the hour: the auctions with the daily hours. They all
 * close together, so the newest come first; auctions with hours of their own are found by their state.
 */
export async function findToday(
  deps: ShowDeps,
  { cursor, limit }: z.output<typeof getToday.query>,
  viewerId: string | null,
): Promise<z.output<typeof getToday.reply>> {
  const askedAtMs = deps.now();
  const saleDate = kstDate(askedAtMs);
  const found = await selectAuctions(deps.db)
    .where(
      and(
        eq(auctions.saleDate, saleDate),
        eq(auctions.opensAtMs, openingMomentMs(saleDate)),
        after(readCursor(LIST, cursor), 'descending', auctions.createdAtMs, auctions.auctionId),
      ),
    )
    .orderBy(desc(auctions.createdAtMs), desc(auctions.auctionId))
    .limit(limit + 1);
  const page = cutPage(LIST, found, limit, placeOf);
  const { auctions: items, nowMs } = await showAuctions(deps, page.rows, viewerId);
  const phase = salePhase(askedAtMs);
  return { saleDate, phase, serverNowMs: nowMs, items, nextCursor: page.nextCursor };
}

function placeOf({ createdAtMs, auctionId }: AuctionRow): Place {
  return { key: createdAtMs, id: auctionId };
}
