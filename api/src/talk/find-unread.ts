import { and, desc, eq, gt } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { talkMarks } from '@sagopalgo/core/mysql/talk-schema.ts';

/** Nobody has more talks that wait; what is beyond is not shown. */
const TALKS_MAX = 200;

/** How many messages wait for somebody to read them, by order; the most first. */
export async function findUnread(
  db: Db,
  userId: string,
): Promise<{ orderId: string; unread: number }[]> {
  const { orderId, unread } = talkMarks;
  return await db
    .select({ orderId, unread })
    .from(talkMarks)
    .where(and(eq(talkMarks.userId, userId), gt(unread, 0)))
    .orderBy(desc(unread))
    .limit(TALKS_MAX);
}
