import { and, asc, desc, eq, gt, inArray, lte, or } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { listAuctions } from '@sagopalgo/core/contracts/auction-lists.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { AuctionState, RecordState } from '@sagopalgo/core/rules/auction-states.ts';
import { after, selectAuctions } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import { showAuctions } from '../views/show-auctions.ts';
import type { ShowDeps } from '../views/show-auctions.ts';

type Query = z.output<typeof listAuctions.query>;

const UNSETTLED: RecordState[] = ['scheduled', 'live'];
const SETTLED: RecordState[] = ['sold', 'unsold', 'cancelled'];

const SEEN: Record<Query['state'], readonly AuctionState[]> = {
  coming: ['coming'],
  live: ['live'],
  ended: ['closed', 'sold', 'unsold', 'cancelled'],
};

/** A page of the auctions that are coming, live or ended now, by time as well as by record. */
export async function findByState(
  deps: ShowDeps,
  { state, sort = 'ending', categoryId, cursor, limit }: Query,
  viewerId: string | null,
): Promise<{ items: Auction[]; nextCursor: string | null }> {
  const list = `${state}-${sort}`;
  // What ended last is what people look for among the ended.
  const direction = sort === 'newest' || state === 'ended' ? 'descending' : 'ascending';
  const key = sort === 'newest' ? auctions.createdAtMs : auctions.closesAtMs;
  const order = direction === 'ascending' ? asc : desc;
  const found = await selectAuctions(deps.db)
    .where(
      and(
        inState(state, deps.now()),
        categoryId === undefined ? undefined : eq(auctions.categoryId, categoryId),
        after(readCursor(list, cursor), direction, key, auctions.auctionId),
      ),
    )
    .orderBy(order(key), order(auctions.auctionId))
    .limit(limit + 1);
  const page = cutPage(list, found, limit, (row) => ({
    key: sort === 'newest' ? row.createdAtMs : row.closesAtMs,
    id: row.auctionId,
  }));
  const shown = await showAuctions(deps, page.rows, viewerId);
  // One may have opened or closed since it was looked up, and nobody is told that it is live then.
  const items = shown.auctions.filter((auction) => SEEN[state].includes(auction.state));
  return { items, nextCursor: page.nextCursor };
}

function inState(state: Query['state'], nowMs: number): SQL | undefined {
  const { opensAtMs, closesAtMs } = auctions;
  const unsettled = inArray(auctions.state, UNSETTLED);
  if (state === 'coming') return and(unsettled, gt(opensAtMs, nowMs));
  if (state === 'live') return and(unsettled, lte(opensAtMs, nowMs), gt(closesAtMs, nowMs));
  return or(inArray(auctions.state, SETTLED), lte(closesAtMs, nowMs));
}
