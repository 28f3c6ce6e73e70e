import { and, count, inArray, isNull } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { notices } from '../mysql/notice-schema.ts';

/** How many notices each of these people has not read; whoever has read all is not there. */
export async function countUnread(
  db: Db | Tx,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (userIds.length === 0) return new Map();
  const rows = await db
    .select({ userId: notices.userId, unread: count() })
    .from(notices)
    .where(and(inArray(notices.userId, [...userIds]), isNull(notices.readAtMs)))
    .groupBy(notices.userId);
  return new Map(rows.map(({ userId, unread }) => [userId, unread]));
}
