import { eq } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import { isPassword } from './password.ts';

type UserRow = typeof users.$inferSelect;
type Used = Pick<Deps, 'hashing' | 'limits'>;

/** Whose password is said to be what, by somebody at an address. */
export interface Guess {
  email: string;
  password: string;
  address: string;
}

/**
 * The person with this e-mail and password. Throws WRONG_CREDENTIALS, alike for an unknown e-mail
 * and a wrong password, ACCOUNT_BLOCKED to whoever knows the right one, and RATE_LIMITED after too many wrong ones;
 * right ones are not counted.
 */
export async function checkCredentials(
  deps: Used & Pick<Deps, 'db'>,
  { email, password }: { email: string; password: string },
  address: string,
): Promise<UserRow> {
  const [user] = await deps.db.select().from(users).where(eq(users.email, email));
  const guess = { email, password, address };
  const isRight = await isRightGuess(deps, user?.passwordHash ?? null, guess);
  if (!user || !isRight) throw new RefusalError('WRONG_CREDENTIALS');
  if (user.blockedAtMs !== null) throw new RefusalError('ACCOUNT_BLOCKED');
  return user;
}

/**
 * Whether a password is the one behind the hash; null (there is none) takes as long and is false. Throws RATE_LIMITED
 * after too many wrong ones for the e-mail from this address, or from it for whomever.
 */
export async function isRightGuess(
  { hashing, limits }: Used,
  passwordHash: string | null,
  { email, password, address }: Guess,
): Promise<boolean> {
  const guess = `${email} ${address}`;
  // Looked at inside the slot, so that many guesses at once cannot all pass before one is counted.
  return await hashing.run(async () => {
    await Promise.all([
      limits.wrongPasswords.check(guess),
      limits.wrongPasswordsOfAddress.check(address),
    ]);
    if (await isPassword(passwordHash, password)) return true;
    await Promise.all([
      limits.wrongPasswords.take(guess),
      limits.wrongPasswordsOfAddress.take(address),
    ]);
    return false;
  });
}

/**
 * Sees that nobody has set another password since somebody's was found to be right, nor shut the account, and
 * that nobody does before this has committed. Throws WRONG_CREDENTIALS and ACCOUNT_BLOCKED.
 */
export async function lockAsChecked(tx: Tx, { userId, passwordHash }: UserRow): Promise<UserRow> {
  const [user] = await tx.select().from(users).where(eq(users.userId, userId)).for('update');
  if (!user || user.passwordHash !== passwordHash) throw new RefusalError('WRONG_CREDENTIALS');
  if (user.blockedAtMs !== null) throw new RefusalError('ACCOUNT_BLOCKED');
  return user;
}
