import { and, eq, isNull, ne } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { sessionFamilies, users } from '@sagopalgo/core/mysql/schema.ts';
import { forgetBrowsers } from '@sagopalgo/core/accounts/forget-browsers.ts';
import type { Deps } from '../deps.ts';
import { tellFamilyEnded } from '../http/ended-families.ts';

/**
 * Ends what somebody is signed in by, but for one signing-in where that is named, and every token that a
 * program of theirs has; what they subscribed to by any of them is pushed no more. Answers which signings-in ended, to be told once that has committed.
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
  await forgetBrowsers(tx, userId, exceptFamilyId);
  return open.map(({ familyId }) => familyId);
}

/** Lets every process and open stream know of it. */
export async function tellEndedEverywhere(
  deps: Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'spentTokens'>,
  familyIds: readonly string[],
): Promise<void> {
  await deps.spentTokens.look();
  const told = await Promise.allSettled(familyIds.map((each) => tellFamilyEnded(deps, each)));
  const failed = told.find((each) => each.status === 'rejected');
  // Each was tried: one that could not be told keeps none of the others open.
  if (failed) throw failed.reason;
}
