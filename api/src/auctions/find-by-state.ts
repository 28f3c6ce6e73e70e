import { and, asc, desc, eq, gte, inArray, lt, lte, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/mysql-core';
import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { ListQuery } from '@sagopalgo/core/contracts/auction-lists.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { listOrder } from '@sagopalgo/core/search/list-order.ts';
import { kstDate, salePhase } from '@sagopalgo/core/rules/kst.ts';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import type { Deps } from '../deps.ts';
import { after } from '../views/auction-rows.ts';
import { categoriesBelow } from '../views/categories.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import type { Place } from '../views/cursor.ts';
import { partsInState } from '../views/listed-state.ts';
import type { ListPage } from '../views/record-cache.ts';
import type { ShowDeps } from '../views/show-auctions.ts';
import { isSought } from './is-sought.ts';
import { showPage } from './show-page.ts';

const HOUR_MS = 3_600_000;
const DIGEST_CHARS = 16;
/** In the order of anything else, all that has yet to open may stand before the first that has. */
const BY_OPENING = { forceIndex: 'auctions_state_opens' };

type Used = ShowDeps & Pick<Deps, 'records'>;

/** A page of the auctions that are coming, live or ended now, by time as well as by record. */
export async function findByState(
  deps: Used,
  query: ListQuery,
  viewerId: string | null,
): Promise<{ items: Auction[]; nextCursor: string | null }> {
  const askedAtMs = deps.now();
  const list = listName(query);
  const place = readCursor(list, query.cursor);
  // Whole sales open and close together, and nobody is to be shown the list from before.
  const moment = `${kstDate(askedAtMs)} ${salePhase(askedAtMs)}`;
  const shown = await showPage(deps, {
    state: query.state,
    key: place === null ? `${moment} ${list} ${query.limit}` : null,
    load: () => findPage(deps, query, { list, place, nowMs: askedAtMs }),
    viewerId,
  });
  // One may have opened, closed or been bid on since it was looked up.
  const items = shown.auctions.filter((auction) => isSought(query, auction, shown.nowMs));
  return { items, nextCursor: shown.nextCursor };
}

// A cursor goes on in the list that it comes from, and in no other.
function listName(query: ListQuery): string {
  const { state, sort = 'ending', categoryId, minKrw, maxKrw, endingWithinHours, noBids } = query;
  const chosen = [categoryId, minKrw, maxKrw, endingWithinHours, noBids];
  const digest = sha256Hex(JSON.stringify(chosen.map((each) => each ?? null)));
  return `${state}-${sort}-${digest.slice(0, DIGEST_CHARS)}`;
}

async function findPage(
  deps: Used,
  query: ListQuery,
  { list, place, nowMs }: { list: string; place: Place | null; nowMs: number },
): Promise<ListPage> {
  const { state, sort = 'ending', limit } = query;
  const { by, isDescending } = listOrder(sort, state);
  const order = isDescending ? desc : asc;
  const { auctionId, listedKrw } = auctions;
  const key = by === 'priceKrw' ? listedKrw : auctions[by];
  const chosen = and(
    chosenBy(query, await categoriesBelow(deps, query.categoryId), nowMs),
    after(place, isDescending ? 'descending' : 'ascending', key, auctionId),
  );
  const parts = partsInState(state, nowMs).map(({ where, isFewAmongMany }) =>
    deps.db
      .select({ id: auctionId, key: sql<number>`${key}`.mapWith(Number).as('sort_key') })
      .from(auctions, isFewAmongMany && key !== auctions.closesAtMs ? BY_OPENING : {})
      .where(and(where, chosen))
      .orderBy(order(key), order(auctionId))
      .limit(limit + 1),
  );
  const [first, second, ...others] = parts;
  if (!first || !second) throw new RangeError(`nothing to read for ${state}`);
  const found = await unionAll(first, second, ...others)
    .orderBy(order(sql`sort_key`), order(sql`auction_id`))
    .limit(limit + 1);
  const page = cutPage(list, found, limit, (row) => row);
  return { auctionIds: page.rows.map(({ id }) => id), nextCursor: page.nextCursor };
}

function chosenBy(
  { minKrw, maxKrw, endingWithinHours, noBids }: ListQuery,
  categoryIds: string[] | null,
  nowMs: number,
): SQL | undefined {
  const { categoryId, listedKrw, closesAtMs, bidCount } = auctions;
  return and(
    categoryIds === null ? undefined : inArray(categoryId, categoryIds),
    minKrw === undefined ? undefined : gte(listedKrw, minKrw),
    maxKrw === undefined ? undefined : lte(listedKrw, maxKrw),
    endingWithinHours === undefined
      ? undefined
      : lt(closesAtMs, nowMs + endingWithinHours * HOUR_MS),
    noBids === undefined ? undefined : eq(bidCount, 0),
  );
}
