import { and, eq, isNull, ne } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { sessionFamilies, users } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import { tellFamilyEnded } from '../http/ended-families.ts';

/**
 * Ends what somebody is signed in by, but for one signing-in where that is named, and every token that a
 * program of theirs has. Answers which signings-in ended, to be told once that has committed.
 */
export async function endSessionsOfPerson(
  tx: Tx,
  { userId, exceptFamilyId }: { userId: string; exceptFamilyId: string | null },
  nowMs: number,
): Promise<string[]> {
  await tx.update(users).set({ tokensFromMs: nowMs }).where(eq(users.userId, userId));
  const isOpen = and(
    eq(sessionFamilies.userId, userId),
    isNull(sessionFamilies.endedAtMs),
    exceptFamilyId ? ne(sessionFamilies.familyId, exceptFamilyId) : undefined,
  );
  const open = await tx
    .select({ familyId: sessionFamilies.familyId })
    .from(sessionFamilies)
    .where(isOpen);
  await tx.update(sessionFamilies).set({ endedAtMs: nowMs }).where(isOpen);
  return open.map(({ familyId }) => familyId);
}

/** Lets every process and open stream know of it. */
export async function tellEndedEverywhere(
  deps: Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'spentTokens'>,
  familyIds: readonly string[],
): Promise<void> {
  await deps.spentTokens.look();
  for (const familyId of familyIds) await tellFamilyEnded(deps, familyId);
}
