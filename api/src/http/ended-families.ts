import { and, eq, gt, isNotNull } from 'drizzle-orm';
import { sessionFamilies } from '@sagopalgo/core/mysql/schema.ts';
import { findEnded, isEndedLoaded, loadEnded } from '@sagopalgo/core/redis/ended-families.ts';
import { markEnded } from '@sagopalgo/core/redis/ended-families.ts';
import { tellEnded } from '@sagopalgo/core/redis/person-messages.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import { ACCESS_TOKEN_MS } from '@sagopalgo/core/runtime/token.ts';
import type { Deps } from '../deps.ts';
import { isDependencyAway } from './dependency-faults.ts';

const FAMILIES_MAX = 100_000;

type Used = Pick<Deps, 'db' | 'redis' | 'now'>;

/**
 * Whether a signing-in was ended, so that its access tokens are dead before their hour is over. While
 * Redis does not know, the record is asked; while Redis is away, only for calls that change nothing:
 * an unsafe one fails as Redis does.
 */
export async function isFamilyEnded(deps: Used, familyId: string, safe: boolean): Promise<boolean> {
  try {
    const { ended, isComplete } = await findEnded(deps.redis, [familyId]);
    if (ended.has(familyId)) return true;
    if (isComplete) return false;
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
  await markEnded(redis, familyId, ACCESS_TOKEN_MS);
}

/** The same, and ends what open streams tell the person by such a token. */
export async function tellFamilyEnded(
  deps: Used & Pick<Deps, 'log'>,
  familyId: string,
): Promise<void> {
  await rememberEnded(deps, familyId);
  try {
    await tellStreams(deps, familyId);
  } catch (error) {
    // The end stands, and whoever misses this finds it among those that ended within seconds.
    deps.log.warn('session.end-not-told', { familyId, error: describeError(error) });
  }
}

/** The same for all that ended at once, and for the tokens of programs that are good no more. */
export async function tellEndedEverywhere(
  deps: Used & Pick<Deps, 'log' | 'spentTokens'>,
  familyIds: readonly string[],
): Promise<void> {
  await deps.spentTokens.look();
  const told = await Promise.allSettled(familyIds.map((each) => tellFamilyEnded(deps, each)));
  const failed = told.find((each) => each.status === 'rejected');
  // Each was tried: one that could not be told keeps none of the others open.
  if (failed) throw failed.reason;
}

/**
 * Brings what ended lately back into a Redis that was emptied, without waiting for a call: an
 * sse-server, which has no record to ask, tells nobody anything of their own before that.
 */
export async function keepEndedLoaded(deps: Used): Promise<void> {
  if (!(await isEndedLoaded(deps.redis))) await loadEndedFamilies(deps);
}

async function tellStreams({ db, redis }: Used, familyId: string): Promise<void> {
  const [family] = await db
    .select({ userId: sessionFamilies.userId })
    .from(sessionFamilies)
    .where(eq(sessionFamilies.familyId, familyId));
  if (family) await tellEnded(redis, family.userId, familyId);
}

async function loadEndedFamilies({ db, redis, now }: Used): Promise<void> {
  const lately = await db
    .select({ familyId: sessionFamilies.familyId })
    .from(sessionFamilies)
    .where(gt(sessionFamilies.endedAtMs, now() - ACCESS_TOKEN_MS))
    .limit(FAMILIES_MAX);
  // Too many to remember: the record goes on being asked.
  if (lately.length === FAMILIES_MAX) return;
  const familyIds = lately.map(({ familyId }) => familyId);
  await loadEnded(redis, familyIds, ACCESS_TOKEN_MS);
}

async function isEndedInRecord({ db }: Used, familyId: string): Promise<boolean> {
  const ended = and(eq(sessionFamilies.familyId, familyId), isNotNull(sessionFamilies.endedAtMs));
  return (await db.$count(sessionFamilies, ended)) > 0;
}
