import { eq } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import { isPassword } from './password.ts';

type UserRow = typeof users.$inferSelect;

/**
 * The person with this e-mail and password. Throws WRONG_CREDENTIALS, alike for an unknown e-mail
 * and a wrong password, ACCOUNT_BLOCKED to whoever knows the right one, and RATE_LIMITED after too many wrong ones; right ones are not counted.
 */
export async function checkCredentials(
  { db, hashing, limits }: Pick<Deps, 'db' | 'hashing' | 'limits'>,
  { email, password }: { email: string; password: string },
  address: string,
): Promise<UserRow> {
  const guess = `${email} ${address}`;
  const [user] = await db.select().from(users).where(eq(users.email, email));
  // Looked at inside the slot, so that many guesses at once cannot all pass before one is counted.
  return await hashing.run(async () => {
    await Promise.all([
      limits.wrongPasswords.check(guess),
      limits.wrongPasswordsOfAddress.check(address),
    ]);
    if (user && (await isPassword(user.passwordHash, password))) {
      if (user.blockedAtMs !== null) throw new RefusalError('ACCOUNT_BLOCKED');
      return user;
    }
    if (!user) await isPassword(null, password);
    await Promise.all([
      limits.wrongPasswords.take(guess),
      limits.wrongPasswordsOfAddress.take(address),
    ]);
    throw new RefusalError('WRONG_CREDENTIALS');
  });
}
