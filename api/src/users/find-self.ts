import { and, eq, isNull } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';

/** The record of whoever calls. Throws UNAUTHENTICATED once they have left. */
export async function findSelf(
  { db }: Pick<Deps, 'db'>,
  userId: string,
): Promise<typeof users.$inferSelect> {
  const isThere = and(eq(users.userId, userId), isNull(users.leftAtMs));
  const [user] = await db.select().from(users).where(isThere);
  if (!user) throw new RefusalError('UNAUTHENTICATED');
  return user;
}
