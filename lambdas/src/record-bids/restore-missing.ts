import { and, asc, gt, inArray, or } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { LOADED_KEY, MISSING_KEY } from '@sagopalgo/core/redis/keys.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';
import { restoreAuction } from './restore-auction.ts';

const PAGE_AUCTIONS = 500;
const PAGES_MAX = 2_000;
const ASKED_MAX = 100;

/** How long watchers may still see how a settled auction ended (contract.md, `unknown`). */
export const KEEP_ENDED_MS = 7 * 86_400_000;

/** True when Redis holds everything that a full pass found missing, and has not been emptied since. */
export async function isLoaded({ redis }: Pick<Connections, 'redis'>): Promise<boolean> {
  return (await redis.exists(LOADED_KEY)) === 1;
}

/**
 * Goes through every auction that is unsettled or ended within seven days and restores those that
 * Redis does not have. Returns how many were restored; on success Redis is marked as loaded.
 */
export async function restoreMissing(connections: Connections): Promise<number> {
  let restored = 0;
  let afterId = '';
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const ids = await pageOfAuctions(connections, afterId);
    restored += await restoreThose(connections, ids);
    const lastId = ids.at(-1);
    if (lastId === undefined || ids.length < PAGE_AUCTIONS) {
      await connections.redis.set(LOADED_KEY, String(connections.now()));
      return restored;
    }
    afterId = lastId;
  }
  throw new Error(`more than ${PAGES_MAX * PAGE_AUCTIONS} auctions to go through`);
}

/** Restores the auctions somebody asked for and Redis did not have. Returns how many were restored. */
export async function restoreAsked(connections: Connections): Promise<number> {
  const asked = await connections.redis.spop(MISSING_KEY, ASKED_MAX);
  return await restoreThose(connections, asked);
}

async function restoreThose(connections: Connections, ids: string[]): Promise<number> {
  const { states } = await readLive(connections.redis, ids);
  const missing = ids.filter((auctionId) => !states.has(auctionId));
  const results = await tryEvery(missing, (auctionId) => restoreAuction(connections, auctionId));
  return results.filter((opened) => opened === 'OPENED').length;
}

async function pageOfAuctions({ db, now }: Connections, afterId: string): Promise<string[]> {
  const rows = await db
    .select({ auctionId: auctions.auctionId })
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
  return rows.map((row) => row.auctionId);
}
