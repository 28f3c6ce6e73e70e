import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { LiveStates, readLive } from '@sagopalgo/core/redis/live-state.ts';
import type { Deps } from '../deps.ts';
import { isDependencyAway } from '../http/dependency-faults.ts';
import type { AuctionRow } from './auction-rows.ts';
import { auctionView } from './auction-view.ts';
import { readOwnFromRecord, readOwnFromRedis } from './own-standings.ts';
import type { OwnBid } from './own-standings.ts';
import type { RecordedAuction } from './record-cache.ts';
import { withImages } from './recorded-auctions.ts';

export type ShowDeps = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'settings'>;

/** Auctions as one viewer (null: nobody signed in) sees them, in the order given. */
export async function showAuctions(
  deps: ShowDeps,
  rows: readonly AuctionRow[],
  viewerId: string | null,
): Promise<{ auctions: Auction[]; nowMs: number }> {
  const ids = rows.map((row) => row.auctionId);
  const [around, recorded] = await Promise.all([
    readAround(deps, ids, viewerId),
    withImages(deps, rows),
  ]);
  return viewsOf(recorded, around);
}

/** The same of auctions whose records have been read with their pictures. */
export async function showRecorded(
  deps: ShowDeps,
  recorded: readonly RecordedAuction[],
  viewerId: string | null,
): Promise<{ auctions: Auction[]; nowMs: number }> {
  const ids = recorded.map(({ row }) => row.auctionId);
  return viewsOf(recorded, await readAround(deps, ids, viewerId));
}

/** What is read anew at every look: where auctions stand, and what of them is the viewer's own. */
interface Around {
  states: LiveStates;
  nowMs: number;
  viewerId: string | null;
  /** Null when nobody is signed in. */
  ownBids: Map<string, OwnBid> | null;
}

async function readAround(
  deps: ShowDeps,
  auctionIds: readonly string[],
  viewerId: string | null,
): Promise<Around> {
  const { states, nowMs } = await readStates(deps, auctionIds);
  const ownBids = viewerId === null ? null : await readOwnBids(deps, auctionIds, states, viewerId);
  return { states, nowMs, viewerId, ownBids };
}

function viewsOf(
  recorded: readonly RecordedAuction[],
  { states, nowMs, viewerId, ownBids }: Around,
): { auctions: Auction[]; nowMs: number } {
  const auctions = recorded.map(({ row, images }) =>
    auctionView(row, {
      live: states.getIfRead(row.auctionId) ?? null,
      images,
      viewerId,
      ownBid: ownBids?.get(row.auctionId) ?? null,
      nowMs,
    }),
  );
  return { auctions, nowMs };
}

// Looking goes on while Redis is away: the record is at most a second behind it, and what is kept of the
// record a few seconds more.
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
