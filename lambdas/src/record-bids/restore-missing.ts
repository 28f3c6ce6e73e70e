import { randomUUID } from 'node:crypto';
import { and, asc, gt, inArray, or } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { LOADED_KEY, LOADING_KEY, MISSING_KEY } from '@sagopalgo/core/redis/keys.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';
import { KEEP_ENDED_MS } from './keep-ended.ts';
import { restoreAuction } from './restore-auction.ts';

const PAGE_AUCTIONS = 500;
const PAGES_MAX = 2_000;
const ASKED_MAX = 100;

/** True when Redis holds everything that a full pass found missing, and has not been emptied since. */
export async function isLoaded({ redis }: Pick<Connections, 'redis'>): Promise<boolean> {
  return (await redis.exists(LOADED_KEY)) === 1;
}

/**
 * Goes through every auction that is unsettled or ended within seven days and restores those that
 * Redis does not have, or has under another epoch. Returns how many were restored; on success Redis
 * is marked as loaded, unless it was emptied meanwhile.
 */
export async function restoreMissing(connections: Connections): Promise<number> {
  const { redis } = connections;
  const pass = randomUUID();
  await redis.set(LOADING_KEY, pass);
  let restored = 0;
  let afterId = '';
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const rows = await pageOfAuctions(connections, afterId);
    restored += await restoreThose(connections, await notInRedis(connections, rows));
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_AUCTIONS) {
      if ((await redis.get(LOADING_KEY)) !== null) await redis.set(LOADED_KEY, pass);
      return restored;
    }
    afterId = last.auctionId;
  }
  throw new Error(`more than ${PAGES_MAX * PAGE_AUCTIONS} auctions to go through`);
}

/** Restores the auctions somebody asked for and Redis did not have. Returns how many were restored. */
export async function restoreAsked(connections: Connections): Promise<number> {
  return await restoreThose(connections, await connections.redis.spop(MISSING_KEY, ASKED_MAX));
}

async function restoreThose(connections: Connections, ids: string[]): Promise<number> {
  const results = await tryEvery(ids, (auctionId) => restoreAuction(connections, auctionId));
  return results.filter((opened) => opened === 'OPENED').length;
}

interface Recorded {
  auctionId: string;
  epoch: number;
}

async function notInRedis({ redis }: Connections, rows: Recorded[]): Promise<string[]> {
  const ids = rows.map(({ auctionId }) => auctionId);
  const { states } = await readLive(redis, ids);
  return rows
    .filter(({ auctionId, epoch }) => states.get(auctionId)?.epochNumber !== epoch)
    .map(({ auctionId }) => auctionId);
}

async function pageOfAuctions({ db, now }: Connections, afterId: string): Promise<Recorded[]> {
  return await db
    .select({ auctionId: auctions.auctionId, epoch: auctions.epoch })
    .from(auctions)
    .where(
      and(
        gt(auctions.auctionId, afterId),
        or(
          inArray(auctions.state, ['scheduled', 'live']),
          gt(auctions.closesAtMs, now() - KEEP_ENDED_MS),
        ),
      ),
    )
    .orderBy(asc(auctions.auctionId))
    .limit(PAGE_AUCTIONS);
}
