import { and, eq, isNull, sql } from 'drizzle-orm';
import { RefusalError } from '../contracts/errors.ts';
import type { Tx } from '../mysql/connect.ts';
import { users } from '../mysql/schema.ts';

/**
 * Sees to it that somebody does not leave before the transaction ends, which has to begin with it: whoever leaves
 * finds what it opens, or it finds that they have left. Throws UNAUTHENTICATED.
 */
export async function holdHere(tx: Tx, userId: string): Promise<void> {
  if (!(await isHeldHere(tx, userId))) throw new RefusalError('UNAUTHENTICATED');
}

/** The same where it is about somebody else than the caller: false when they have left. */
export async function isHeldHere(tx: Tx, userId: string): Promise<boolean> {
  const isHere = and(eq(users.userId, userId), isNull(users.leftAtMs));
  // MariaDB has no FOR SHARE, and both know the older words.
  const [rows] = await tx.execute(sql`select 1 from ${users} where ${isHere} lock in share mode`);
  return (rows as unknown as unknown[]).length > 0;
}
