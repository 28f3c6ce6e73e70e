import { and, eq, gt, isNotNull } from 'drizzle-orm';
import { sessionFamilies } from '@sagopalgo/core/mysql/schema.ts';
import { ACCESS_TOKEN_MS } from '@sagopalgo/core/runtime/token.ts';
import type { Deps } from '../deps.ts';
import { isDependencyAway } from './dependency-faults.ts';

/**
 * Set once Redis holds every family that ended lately; gone when Redis was emptied. The braces keep it
 * in one slot with those families, so that a cluster cannot lose them without it.
 */
const LOADED_KEY = 'sessions:{ended}:loaded';
const FAMILIES_MAX = 100_000;

type Used = Pick<Deps, 'db' | 'redis' | 'now'>;

/**
 * Whether a signing-in was ended, so that its access tokens are dead before their hour is over. While
 * Redis does not know, the record is asked; while Redis is away, only for calls that change nothing:
 * an unsafe one fails as Redis does.
 */
export async function isFamilyEnded(deps: Used, familyId: string, safe: boolean): Promise<boolean> {
  try {
    const [ended, loaded] = await Promise.all([
      deps.redis.exists(endedKey(familyId)),
      deps.redis.exists(LOADED_KEY),
    ]);
    if (ended === 1) return true;
    if (loaded === 1) return false;
  } catch (error) {
    // In a cluster what is asked for may well lie on another master, which is there.
    if (!isDependencyAway(error) || (!safe && !deps.redis.isCluster)) throw error;
    return await isEndedInRecord(deps, familyId);
  }
  await loadEndedFamilies(deps);
  return await isEndedInRecord(deps, familyId);
}

/** Lets every process know that a family's access tokens are dead. */
export async function rememberEnded({ redis }: Used, familyId: string): Promise<void> {
  await redis.set(endedKey(familyId), '1', 'PX', ACCESS_TOKEN_MS);
}

async function loadEndedFamilies({ db, redis, now }: Used): Promise<void> {
  const lately = await db
    .select({ familyId: sessionFamilies.familyId })
    .from(sessionFamilies)
    .where(gt(sessionFamilies.endedAtMs, now() - ACCESS_TOKEN_MS))
    .limit(FAMILIES_MAX);
  // Too many to remember: the record goes on being asked.
  if (lately.length === FAMILIES_MAX) return;
  const pipeline = redis.pipeline();
  for (const { familyId } of lately) pipeline.set(endedKey(familyId), '1', 'PX', ACCESS_TOKEN_MS);
  pipeline.set(LOADED_KEY, '1');
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
}

async function isEndedInRecord({ db }: Used, familyId: string): Promise<boolean> {
  const ended = and(eq(sessionFamilies.familyId, familyId), isNotNull(sessionFamilies.endedAtMs));
  return (await db.$count(sessionFamilies, ended)) > 0;
}

function endedKey(familyId: string): string {
  return `session:{ended}:${familyId}`;
}
