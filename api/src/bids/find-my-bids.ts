import { desc, eq, max, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { listMyBids } from '@sagopalgo/core/contracts/bids.ts';
import { bids } from '@sagopalgo/core/mysql/schema.ts';
import { findAuctions } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import type { Place } from '../views/cursor.ts';
import { showAuctions } from '../views/show-auctions.ts';
import type { ShowDeps } from '../views/show-auctions.ts';
import { findUnrecorded } from './find-unrecorded.ts';

const LIST = 'my-bids';

type Reply = z.output<typeof listMyBids.reply>;

/** An auction somebody has bid on, and when last. */
export interface LastBid {
  auctionId: string;
  lastBidAtMs: number;
}

/** A page of the auctions somebody has bid on, the last bid first, down to the bid of a moment ago. */
export async function findMyBids(
  deps: ShowDeps,
  bidderId: string,
  { cursor, limit }: z.output<typeof listMyBids.query>,
): Promise<Reply> {
  const place = readCursor(LIST, cursor);
  // Whatever is not recorded yet is newer than any recorded bid, so it is on the first page. It is
  // looked for first: what gets recorded in between is then found twice and not missed.
  const unrecorded = place ? [] : await findUnrecorded(deps, bidderId);
  const recorded = await findRecorded(deps, bidderId, place, limit + 1);
  const merged = newestFirst([...recorded, ...unrecorded]).slice(0, limit + 1);
  const page = cutPage(LIST, merged, limit, (row) => ({
    key: row.lastBidAtMs,
    id: row.auctionId,
  }));
  return { items: await describe(deps, bidderId, page.rows), nextCursor: page.nextCursor };
}

function findRecorded(
  { db }: ShowDeps,
  bidderId: string,
  place: Place | null,
  limit: number,
): Promise<LastBid[]> {
  const lastBidAtMs = max(bids.acceptedAtMs);
  const earlier =
    place &&
    sql`(${lastBidAtMs} < ${place.key} OR (${lastBidAtMs} = ${place.key} AND ${bids.auctionId} < ${place.id}))`;
  return db
    .select({ auctionId: bids.auctionId, lastBidAtMs: sql<number>`${lastBidAtMs}`.mapWith(Number) })
    .from(bids)
    .where(eq(bids.bidderId, bidderId))
    .groupBy(bids.auctionId)
    .having(earlier ?? undefined)
    .orderBy(desc(lastBidAtMs), desc(bids.auctionId))
    .limit(limit);
}

function newestFirst(rows: LastBid[]): LastBid[] {
  const latest = new Map<string, number>();
  for (const { auctionId, lastBidAtMs } of rows) {
    latest.set(auctionId, Math.max(lastBidAtMs, latest.get(auctionId) ?? 0));
  }
  return [...latest]
    .map(([auctionId, lastBidAtMs]) => ({ auctionId, lastBidAtMs }))
    .toSorted((a, b) => b.lastBidAtMs - a.lastBidAtMs || (a.auctionId < b.auctionId ? 1 : -1));
}

async function describe(
  deps: ShowDeps,
  bidderId: string,
  lastBids: LastBid[],
): Promise<Reply['items']> {
  const rows = await findAuctions(
    deps.db,
    lastBids.map((row) => row.auctionId),
  );
  const present = lastBids.flatMap(({ auctionId }) => rows.get(auctionId) ?? []);
  const { auctions } = await showAuctions(deps, present, bidderId);
  const shown = new Map(auctions.map((auction) => [auction.auctionId, auction]));
  return lastBids.flatMap(({ auctionId, lastBidAtMs }) => {
    const auction = shown.get(auctionId);
    return auction?.me ? [itemOf(auction, auction.me, lastBidAtMs)] : [];
  });
}

function itemOf(
  auction: Auction,
  { ownMaxKrw, standing }: NonNullable<Auction['me']>,
  lastBidAtMs: number,
): Reply['items'][number] {
  return { ...auction, ownMaxKrw, standing, lastBidAtMs };
}
