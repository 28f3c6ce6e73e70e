import { LiveStates, readLive } from '@sagopalgo/core/redis/live-state.ts';
import type { Deps } from '../deps.ts';
import { isDependencyAway } from '../http/dependency-faults.ts';

/**
 * Where auctions stand in Redis; nothing, by the clock of this process, while Redis is away: operators look then most
 * of all.
 */
export async function readLiveIfThere(
  { redis, log, now }: Pick<Deps, 'redis' | 'log' | 'now'>,
  auctionIds: readonly string[],
): Promise<{ nowMs: number; states: LiveStates; isThere: boolean }> {
  try {
    return { ...(await readLive(redis, auctionIds)), isThere: true };
  } catch (error) {
    if (!isDependencyAway(error)) throw error;
    log.warn('redis.away', { shownFrom: 'record' });
    return { nowMs: now(), states: new LiveStates(), isThere: false };
  }
}
