import type { AuctionRedis } from './connect.ts';
import { ENDED_LOADED_KEY, endedKey, spentTokensKey } from './keys.ts';

/** Of some signings-in, those that were ended; whoever is not named may have ended unless `isComplete`. */
export interface EndedFamilies {
  ended: Set<string>;
  /** False when Redis was emptied and does not have all that ended. */
  isComplete: boolean;
}

/** That something ended, as Redis keeps it. */
export interface EndMark {
  key: string;
  value: string;
}

/** That a signing-in ended. */
export function familyMark(familyId: string): EndMark {
  return { key: endedKey(familyId), value: '1' };
}

/** That of somebody's tokens for programs those are good no more that were made before `fromMs`. */
export function tokensMark(userId: string, fromMs: number): EndMark {
  return { key: spentTokensKey(userId), value: String(fromMs) };
}

/** Which of these signings-in were ended, as far as Redis knows. */
export async function findEnded(
  redis: AuctionRedis,
  familyIds: readonly string[],
): Promise<EndedFamilies> {
  const { values, isComplete } = await readEndMarks(redis, familyIds.map(endedKey));
  const ended = familyIds.filter((_, index) => values[index] !== null);
  return { ended: new Set(ended), isComplete };
}

/** What Redis keeps under these keys; null for nothing, which says nothing unless `isComplete`. */
export async function readEndMarks(
  redis: AuctionRedis,
  keys: readonly string[],
): Promise<{ values: (string | null)[]; isComplete: boolean }> {
  const [loaded, ...values] = await redis.mget(ENDED_LOADED_KEY, ...keys);
  return { values, isComplete: loaded !== null };
}

/** Whether Redis has all that ended lately. */
export async function isEndedLoaded(redis: AuctionRedis): Promise<boolean> {
  return (await redis.exists(ENDED_LOADED_KEY)) === 1;
}

/** Keeps what ended for `keepMs`; a second time changes nothing. */
export async function markEnds(
  redis: AuctionRedis,
  marks: readonly EndMark[],
  keepMs: number,
): Promise<void> {
  const pipeline = redis.pipeline();
  for (const { key, value } of marks) pipeline.set(key, value, 'PX', keepMs);
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
}

/** Brings in everything that ended lately, and says so. */
export async function loadEnded(
  redis: AuctionRedis,
  marks: readonly EndMark[],
  keepMs: number,
): Promise<void> {
  await markEnds(redis, marks, keepMs);
  await redis.set(ENDED_LOADED_KEY, '1');
}
