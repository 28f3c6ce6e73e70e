import { and, eq } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { SIGNED_IN_WITHIN_MS } from '@sagopalgo/core/contracts/leaving.ts';
import { sessionFamilies } from '@sagopalgo/core/mysql/schema.ts';
import type { users } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { isRightGuess } from './credentials.ts';

type Used = Pick<Deps, 'db' | 'now' | 'hashing' | 'limits'>;

/** What somebody brings along to be known by once more, and from where. */
export interface OwnerProof {
  /** Null of those who have none. */
  password: string | null;
  address: string;
}

/**
 * Sees that whoever calls is the account's owner, and not somebody who found a browser open: by the password, or
 * where there is none by a sign-in of just now. Throws WRONG_PASSWORD, SIGN_IN_AGAIN and RATE_LIMITED.
 */
export async function proveOwner(
  deps: Used,
  { email, passwordHash }: typeof users.$inferSelect,
  caller: Caller,
  { password, address }: OwnerProof,
): Promise<void> {
  if (passwordHash !== null) {
    const guess = { email, password: password ?? '', address };
    const isRight = password !== null && (await isRightGuess(deps, passwordHash, guess));
    if (!isRight) throw new RefusalError('WRONG_PASSWORD');
    return;
  }
  if (!(await isSignedInAnew(deps, caller))) throw new RefusalError('SIGN_IN_AGAIN');
}

async function isSignedInAnew({ db, now }: Used, { userId, familyId }: Caller): Promise<boolean> {
  const own = and(eq(sessionFamilies.familyId, familyId), eq(sessionFamilies.userId, userId));
  const [family] = await db.select().from(sessionFamilies).where(own);
  return family !== undefined && family.createdAtMs > now() - SIGNED_IN_WITHIN_MS;
}
