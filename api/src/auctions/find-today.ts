import { and, desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { getToday } from '@sagopalgo/core/contracts/auction-lists.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { kstDate, openingMomentMs, salePhase } from '@sagopalgo/core/rules/kst.ts';
import type { Deps } from '../deps.ts';
import { after } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import type { Place } from '../views/cursor.ts';
import type { ListPage } from '../views/record-cache.ts';
import type { ShowDeps } from '../views/show-auctions.ts';
import { showPage } from './show-page.ts';

const LIST = 'today';

/**
 * The day's sale in Seoul and where it stands by the hour: the auctions with the daily hours. They all
 * close together, so the newest come first; auctions with hours of their own are found by their state.
 */
export async function findToday(
  deps: ShowDeps & Pick<Deps, 'records'>,
  { cursor, limit }: z.output<typeof getToday.query>,
  viewerId: string | null,
): Promise<z.output<typeof getToday.reply>> {
  const askedAtMs = deps.now();
  const saleDate = kstDate(askedAtMs);
  const place = readCursor(LIST, cursor);
  const phase = salePhase(askedAtMs);
  const shown = await showPage(deps, {
    state: phase,
    key: place === null ? `${LIST} ${saleDate} ${limit}` : null,
    load: () => findPage(deps, saleDate, place, limit),
    viewerId,
  });
  const { auctions: items, nowMs: serverNowMs, nextCursor } = shown;
  return { saleDate, phase, serverNowMs, items, nextCursor };
}

async function findPage(
  { db }: Pick<Deps, 'db'>,
  saleDate: string,
  place: Place | null,
  limit: number,
): Promise<ListPage> {
  const { auctionId, createdAtMs } = auctions;
  const found = await db
    .select({ id: auctionId, key: createdAtMs })
    .from(auctions)
    .where(
      and(
        eq(auctions.saleDate, saleDate),
        eq(auctions.opensAtMs, openingMomentMs(saleDate)),
        after(place, 'descending', createdAtMs, auctionId),
      ),
    )
    .orderBy(desc(createdAtMs), desc(auctionId))
    .limit(limit + 1);
  const { rows, nextCursor } = cutPage(LIST, found, limit, (row) => row);
  return { auctionIds: rows.map(({ id }) => id), nextCursor };
}
