import { gt } from 'drizzle-orm';
import { sessionFamilies, users } from '@sagopalgo/core/mysql/schema.ts';
import { familyMark, isEndedLoaded, loadEnded } from '@sagopalgo/core/redis/ended-families.ts';
import { markEnds, tokensMark } from '@sagopalgo/core/redis/ended-families.ts';
import type { EndMark } from '@sagopalgo/core/redis/ended-families.ts';
import { ACCESS_TOKEN_MS } from '@sagopalgo/core/runtime/token.ts';
import type { Deps } from '../deps.ts';
import { RepeatedLook } from './repeated-look.ts';

const ENDS_MAX = 100_000;
/**
 * What ended by the clock of another process, or in a transaction that took its time, is seen so late at most; and a
 * Redis whose replica takes over has lost nothing that was told before.
 */
const TOLD_AGAIN_MS = 120_000;

type Used = Pick<Deps, 'db' | 'redis' | 'now'>;

/**
 * Tells Redis again and again what has ended by the record: whoever ends something says so there once it has
 * committed, and Redis may be away just then, or the process gone, or a replica take over that had not heard of it but
 * has all that came before. So each process tells what ended within the last two minutes at every look, what ended
 * within the hour at its first one, and all of it to a Redis that was emptied: an sse-server has no record to ask, and
 * tells nobody anything of their own before that.
 */
export function createEndTeller(deps: Used & Pick<Deps, 'log'>): { look(): Promise<void> } {
  const { db, redis, now, log } = deps;
  let toldUpToMs = 0;
  return new RepeatedLook(log, 'ends.not-told', async () => {
    const nowMs = now();
    if (!(await isEndedLoaded(redis))) await loadEnds(deps);
    const sinceMs = Math.max(toldUpToMs - TOLD_AGAIN_MS, nowMs - ACCESS_TOKEN_MS);
    const ends = await findEnds(db, sinceMs);
    if (ends.length > ENDS_MAX) throw new Error(`over ${ENDS_MAX} ends within an hour`);
    if (ends.length > 0) await markEnds(redis, ends, ACCESS_TOKEN_MS);
    toldUpToMs = nowMs;
  });
}

/** Brings everything into Redis that ended within the hour, and says that it is there. */
export async function loadEnds({ db, redis, now }: Used): Promise<void> {
  const ends = await findEnds(db, now() - ACCESS_TOKEN_MS);
  // Too many to remember: the record goes on being asked.
  if (ends.length > ENDS_MAX) return;
  await loadEnded(redis, ends, ACCESS_TOKEN_MS);
}

async function findEnds(db: Deps['db'], sinceMs: number): Promise<EndMark[]> {
  const families = await db
    .select({ familyId: sessionFamilies.familyId })
    .from(sessionFamilies)
    .where(gt(sessionFamilies.endedAtMs, sinceMs))
    .limit(ENDS_MAX + 1);
  const people = await db
    .select({ userId: users.userId, tokensFromMs: users.tokensFromMs })
    .from(users)
    .where(gt(users.tokensFromMs, sinceMs))
    .limit(ENDS_MAX + 1);
  return [
    ...families.map(({ familyId }) => familyMark(familyId)),
    ...people.map(({ userId, tokensFromMs }) => tokensMark(userId, tokensFromMs ?? 0)),
  ];
}
