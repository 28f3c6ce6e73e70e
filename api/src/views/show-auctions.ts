import { asc, inArray } from 'drizzle-orm';
import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { pictureView } from '@sagopalgo/core/images/picture.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { LiveStates, readLive } from '@sagopalgo/core/redis/live-state.ts';
import type { Deps } from '../deps.ts';
import { isDependencyAway } from '../http/dependency-faults.ts';
import type { AuctionRow } from './auction-rows.ts';
import { auctionView } from './auction-view.ts';
import { readOwnFromRecord, readOwnFromRedis } from './own-standings.ts';
import type { OwnBid } from './own-standings.ts';
import { readWatched } from './watched.ts';

export type ShowDeps = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'settings'>;

/** Auctions as one viewer (null: nobody signed in) sees them, in the order given. */
export async function showAuctions(
  deps: ShowDeps,
  rows: readonly AuctionRow[],
  viewerId: string | null,
): Promise<{ auctions: Auction[]; nowMs: number }> {
  const ids = rows.map((row) => row.auctionId);
  const [{ states, nowMs }, pictures, watched] = await Promise.all([
    readStates(deps, ids),
    readImages(deps, ids),
    viewerId === null ? null : readWatched(deps, ids, viewerId),
  ]);
  const ownBids = viewerId === null ? null : await readOwnBids(deps, ids, states, viewerId);
  const auctions = rows.map((row) =>
    auctionView(row, {
      live: states.getIfRead(row.auctionId) ?? null,
      images: pictures.get(row.auctionId) ?? [],
      viewerId,
      ownBid: ownBids?.get(row.auctionId) ?? null,
      isWatched: watched && watched.has(row.auctionId),
      nowMs,
    }),
  );
  return { auctions, nowMs };
}

/** One auction as one viewer sees it. */
export async function showAuction(
  deps: ShowDeps,
  row: AuctionRow,
  viewerId: string | null,
): Promise<Auction> {
  const { auctions } = await showAuctions(deps, [row], viewerId);
  return auctions[0] as Auction;
}

// Looking goes on while Redis is away: the record is at most a second behind it.
async function readStates(
  { redis, log, now }: ShowDeps,
  auctionIds: readonly string[],
): Promise<{ states: LiveStates; nowMs: number }> {
  try {
    const read = await readLive(redis, auctionIds);
    const unread = [...read.states.faults.keys()];
    if (unread.length > 0) log.warn('auctions.unread', { auctionIds: unread, shownFrom: 'record' });
    return read;
  } catch (error) {
    if (!isDependencyAway(error)) throw error;
    log.warn('redis.away', { shownFrom: 'record' });
    return { states: new LiveStates(), nowMs: now() };
  }
}

async function readOwnBids(
  deps: ShowDeps,
  auctionIds: readonly string[],
  states: LiveStates,
  viewerId: string,
): Promise<Map<string, OwnBid>> {
  const present = auctionIds.filter((auctionId) => states.has(auctionId));
  const absent = auctionIds.filter((auctionId) => !states.has(auctionId));
  const [fromRedis, fromRecord] = await Promise.all([
    readOwnFromRedis(deps, present, viewerId),
    readOwnFromRecord(deps, absent, viewerId),
  ]);
  return new Map([...fromRecord, ...fromRedis]);
}

async function readImages(
  { db, settings }: ShowDeps,
  auctionIds: readonly string[],
): Promise<Map<string, Auction['images']>> {
  if (auctionIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(images)
    .where(inArray(images.auctionId, [...auctionIds]))
    .orderBy(asc(images.position));
  const byAuction = new Map<string, Auction['images']>();
  for (const row of rows) {
    if (row.auctionId === null) continue;
    const others = byAuction.get(row.auctionId) ?? [];
    byAuction.set(row.auctionId, [...others, pictureView(row, settings.imagesBaseUrl)]);
  }
  return byAuction;
}
