import { and, eq } from 'drizzle-orm';
import { endSessionsOfPerson } from '@sagopalgo/core/accounts/end-sessions.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { takeBackResets } from '@sagopalgo/core/accounts/follow-reset-asks.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { tellEndedEverywhere } from '../http/ended-families.ts';
import { isRightGuess } from './credentials.ts';
import { findSelf } from './find-self.ts';
import { hashPassword } from './password.ts';
import { refuseWeak } from './weak-passwords.ts';

type Used = Pick<
  Deps,
  'db' | 'redis' | 'log' | 'now' | 'settings' | 'hashing' | 'limits' | 'spentTokens'
>;

/**
 * Sets a new password for whoever says the old one; all that they are signed in by elsewhere ends, programs'
 * tokens too. Throws WRONG_PASSWORD, NO_PASSWORD, and INVALID_REQUEST for a password that others would guess.
 */
export async function changeOwnPassword(
  deps: Used,
  { userId, familyId }: Caller,
  { password, newPassword }: { password: string; newPassword: string },
  address: string,
): Promise<void> {
  const { db, now, hashing, log } = deps;
  const { email, nickname, passwordHash } = await findSelf(deps, userId);
  if (passwordHash === null) throw new RefusalError('NO_PASSWORD');
  if (!(await isRightGuess(deps, passwordHash, { email, password, address }))) {
    throw new RefusalError('WRONG_PASSWORD');
  }
  refuseWeak(deps.settings, newPassword, { email, nickname }, 'newPassword');
  const newHash = await hashing.run(() => hashPassword(newPassword));
  const ended = await db.transaction(async (tx) => {
    const [set] = await tx
      .update(users)
      .set({ passwordHash: newHash })
      .where(and(eq(users.userId, userId), eq(users.passwordHash, passwordHash)));
    // Somebody was quicker: what was said to be the old one is so no more.
    if (set.affectedRows !== 1) throw new RefusalError('WRONG_PASSWORD');
    await takeBackResets(tx, userId);
    return await endSessionsOfPerson(tx, { userId, exceptFamilyId: familyId || null }, now());
  });
  await tellEndedEverywhere(deps, ended);
  log.info('password.changed', { userId });
}
