import type { AuctionRedis } from './connect.ts';
import { ENDED_LOADED_KEY, endedKey } from './keys.ts';

/** Of some signings-in, those that were ended; whoever is not named may have ended unless `isComplete`. */
export interface EndedFamilies {
  ended: Set<string>;
  /** False when Redis was emptied and does not have all that ended. */
  isComplete: boolean;
}

/** Which of these signings-in were ended, as far as Redis knows. */
export async function findEnded(
  redis: AuctionRedis,
  familyIds: readonly string[],
): Promise<EndedFamilies> {
  const [loaded, ...marks] = await redis.mget(ENDED_LOADED_KEY, ...familyIds.map(endedKey));
  const ended = familyIds.filter((_, index) => marks[index] !== null);
  return { ended: new Set(ended), isComplete: loaded !== null };
}

/** Whether Redis has all the signings-in that ended lately. */
export async function isEndedLoaded(redis: AuctionRedis): Promise<boolean> {
  return (await redis.exists(ENDED_LOADED_KEY)) === 1;
}

/** Keeps a signing-in among those that ended, for `keepMs`. */
export async function markEnded(
  redis: AuctionRedis,
  familyId: string,
  keepMs: number,
): Promise<void> {
  await redis.set(endedKey(familyId), '1', 'PX', keepMs);
}

/** Brings in everything that ended lately, and says so. */
export async function loadEnded(
  redis: AuctionRedis,
  familyIds: readonly string[],
  keepMs: number,
): Promise<void> {
  const pipeline = redis.pipeline();
  for (const familyId of familyIds) pipeline.set(endedKey(familyId), '1', 'PX', keepMs);
  pipeline.set(ENDED_LOADED_KEY, '1');
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
}
