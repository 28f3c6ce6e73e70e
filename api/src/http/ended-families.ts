import { and, eq, isNotNull } from 'drizzle-orm';
import type { EndedSessions } from '@sagopalgo/core/accounts/end-sessions.ts';
import { sessionFamilies } from '@sagopalgo/core/mysql/schema.ts';
import {
  familyMark,
  findEnded,
  markEnds,
  tokensMark,
} from '@sagopalgo/core/redis/ended-families.ts';
import type { EndMark } from '@sagopalgo/core/redis/ended-families.ts';
import { tellEnded, tellTokensSpent } from '@sagopalgo/core/redis/person-messages.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import { ACCESS_TOKEN_MS } from '@sagopalgo/core/runtime/token.ts';
import type { Deps } from '../deps.ts';
import { isDependencyAway } from './dependency-faults.ts';
import { loadEnds } from './end-teller.ts';

type Used = Pick<Deps, 'db' | 'redis' | 'now'>;
type Telling = Pick<Deps, 'db' | 'redis' | 'log'>;

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
  await loadEnds(deps);
  return await isEndedInRecord(deps, familyId);
}

/**
 * Lets every process know that a family's access tokens are dead, and ends what open streams tell the person by
 * them. The record says so already: where Redis is away, every api tells it within a second of its return.
 */
export async function tellFamilyEnded(deps: Telling, familyId: string): Promise<void> {
  await tell(deps, [familyMark(familyId)], async () => {
    const [family] = await deps.db
      .select({ userId: sessionFamilies.userId })
      .from(sessionFamilies)
      .where(eq(sessionFamilies.familyId, familyId));
    if (family) await tellEnded(deps.redis, family.userId, familyId);
  });
}

/** The same for all that somebody was signed in by, and for the tokens of their programs. */
export async function tellEndedEverywhere(
  deps: Telling & Pick<Deps, 'spentTokens'>,
  { userId, familyIds, tokensFromMs }: EndedSessions,
): Promise<void> {
  await deps.spentTokens.look();
  const marks = [tokensMark(userId, tokensFromMs), ...familyIds.map(familyMark)];
  await tell(deps, marks, async () => {
    await tellTokensSpent(deps.redis, userId, tokensFromMs);
    for (const familyId of familyIds) await tellEnded(deps.redis, userId, familyId);
  });
}

async function tell(
  { redis, log }: Telling,
  marks: readonly EndMark[],
  tellStreams: () => Promise<void>,
): Promise<void> {
  try {
    await markEnds(redis, marks, ACCESS_TOKEN_MS);
    await tellStreams();
  } catch (error) {
    // The end stands. Whoever missed it is told by the marks, which are written again and looked at again.
    log.warn('session.end-not-told', { error: describeError(error) });
  }
}

async function isEndedInRecord({ db }: Used, familyId: string): Promise<boolean> {
  const ended = and(eq(sessionFamilies.familyId, familyId), isNotNull(sessionFamilies.endedAtMs));
  return (await db.$count(sessionFamilies, ended)) > 0;
}
