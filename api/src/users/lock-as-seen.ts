import { eq } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';

type UserRow = typeof users.$inferSelect;

/**
 * Locks an account as it was seen when its owner was proven. Throws UNAUTHENTICATED once they have left, of two that
 * leave at once for the second, and WRONG_PASSWORD where there has been another password since.
 */
export async function lockAsSeen(
  tx: Tx,
  seen: Pick<UserRow, 'userId' | 'passwordHash'>,
): Promise<UserRow> {
  const [user] = await tx.select().from(users).where(eq(users.userId, seen.userId)).for('update');
  if (!user || user.leftAtMs !== null) throw new RefusalError('UNAUTHENTICATED');
  if (user.passwordHash !== seen.passwordHash) throw new RefusalError('WRONG_PASSWORD');
  return user;
}
