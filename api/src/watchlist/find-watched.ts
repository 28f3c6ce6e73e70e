import { and, desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { listWatched } from '@sagopalgo/core/contracts/watchlist.ts';
import { watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import { after, findAuctions } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import { showAuctions } from '../views/show-auctions.ts';
import type { ShowDeps } from '../views/show-auctions.ts';

const LIST = 'watched';

/** A page of somebody's watchlist; what was put on it last comes first. */
export async function findWatched(
  deps: ShowDeps,
  userId: string,
  { cursor, limit }: z.output<typeof listWatched.query>,
): Promise<z.output<typeof listWatched.reply>> {
  const { auctionId, createdAtMs } = watchlistItems;
  const place = readCursor(LIST, cursor);
  const found = await deps.db
    .select({ auctionId, createdAtMs })
    .from(watchlistItems)
    .where(
      and(eq(watchlistItems.userId, userId), after(place, 'descending', createdAtMs, auctionId)),
    )
    .orderBy(desc(createdAtMs), desc(auctionId))
    .limit(limit + 1);
  const page = cutPage(LIST, found, limit, (item) => ({
    key: item.createdAtMs,
    id: item.auctionId,
  }));
  const ids = page.rows.map((item) => item.auctionId);
  const rows = await findAuctions(deps.db, ids);
  // One that was deleted in between is there no more.
  const present = ids.flatMap((id) => rows.get(id) ?? []);
  const { auctions } = await showAuctions(deps, present, userId);
  // What an operator has hidden is shown to nobody but those who take part in it.
  const items = auctions.filter(({ hidden, me, own }) => !hidden || me || own);
  return { items, nextCursor: page.nextCursor };
}
