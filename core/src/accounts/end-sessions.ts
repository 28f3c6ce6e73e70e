import { and, eq, isNull, ne } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { sessionFamilies, users } from '../mysql/schema.ts';
import { signInAttempts } from '../mysql/sign-in-schema.ts';
import { forgetBrowsers } from './forget-browsers.ts';

/** What somebody was signed in by. */
export interface EndedSessions {
  userId: string;
  familyIds: string[];
  /** From when on tokens for programs are good that were made. */
  tokensFromMs: number;
}

/**
 * Ends what somebody is signed in by, but for one signing-in where that is named, and every token that a
 * program of theirs has; what they subscribed to by any of them is pushed no more, and no way in that is being
 * linked to the account by then is. Answers what ended, to be told once that has committed.
 */
export async function endSessionsOfPerson(
  tx: Tx,
  { userId, exceptFamilyId }: { userId: string; exceptFamilyId: string | null },
  nowMs: number,
): Promise<EndedSessions> {
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
  await tx.delete(signInAttempts).where(eq(signInAttempts.userId, userId));
  return { userId, tokensFromMs: nowMs, familyIds: open.map(({ familyId }) => familyId) };
}
