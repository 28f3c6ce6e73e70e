import { randomUUID } from 'node:crypto';
import { and, asc, gt, inArray, or } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { MISSING_KEY } from '@sagopalgo/core/redis/keys.ts';
import { beginLoading, endLoading } from '@sagopalgo/core/redis/loaded-marks.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';
import { findHalfBids } from './find-half-bids.ts';
import { KEEP_ENDED_MS } from './keep-ended.ts';
import { restoreAuction } from './restore-auction.ts';
import { noteStandstill } from './note-standstill.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';

const PAGE_AUCTIONS = 500;
const PAGES_MAX = 2_000;
const ASKED_MAX = 100;

/**
 * Goes through every auction that is unsettled or ended within seven days and restores those that
 * Redis does not have, has under another epoch or with half a bid. Returns how many were restored; on
 * success Redis is marked as loaded, unless it was emptied meanwhile. What only a person can mend
 * does not keep Redis from being loaded; what fails otherwise does, and is thrown when all others are
 * done.
 */
export async function restoreMissing(connections: Connections): Promise<number> {
  const { redis } = connections;
  const pass = randomUUID();
  await beginLoading(redis, pass);
  const errors: unknown[] = [];
  let restored = 0;
  let afterId = '';
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const rows = await pageOfAuctions(connections, afterId);
    try {
      restored += await restoreThose(connections, await notInRedis(connections, rows));
    } catch (error) {
      errors.push(error);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_AUCTIONS) {
      if (errors.length > 0) throw new AggregateError(errors, 'not everything could be restored');
      await endLoading(redis, pass);
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
  const results = await tryEvery(ids, (auctionId) => restoreOne(connections, auctionId));
  return results.filter((opened) => opened === 'OPENED').length;
}

async function restoreOne(
  connections: Connections,
  auctionId: string,
): Promise<Awaited<ReturnType<typeof restoreAuction>>> {
  try {
    return await restoreAuction(connections, auctionId);
  } catch (error) {
    if (!(await noteStandstill(connections, auctionId, error))) throw error;
    return null;
  }
}

interface Recorded {
  auctionId: string;
  epoch: number;
}

async function notInRedis({ redis }: Connections, rows: Recorded[]): Promise<string[]> {
  const ids = rows.map(({ auctionId }) => auctionId);
  const { states } = await readLive(redis, ids);
  const { halves, faults } = await findHalfBids(redis, ids);
  // One that cannot be read fails when it is restored, and holds up no other.
  return ids.filter((auctionId, index) => {
    const isSame = states.getIfRead(auctionId)?.epochNumber === rows[index]?.epoch;
    return !isSame || halves.has(auctionId) || faults.has(auctionId);
  });
}

async function pageOfAuctions({ db, now }: Connections, afterId: string): Promise<Recorded[]> {
  return await db
    .select({ auctionId: auctions.auctionId, epoch: auctions.epoch })
    .from(auctions)
    .where(
      and(
        gt(auctions.auctionId, afterId),
        or(
          inArray(auctions.state, UNSETTLED_STATES),
          gt(auctions.closesAtMs, now() - KEEP_ENDED_MS),
        ),
      ),
    )
    .orderBy(asc(auctions.auctionId))
    .limit(PAGE_AUCTIONS);
}
