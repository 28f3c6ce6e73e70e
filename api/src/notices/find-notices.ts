import { and, desc, eq, lt, or } from 'drizzle-orm';
import type { z } from 'zod';
import type { listNotices } from '@sagopalgo/core/contracts/notices.ts';
import { notices } from '@sagopalgo/core/mysql/notice-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { countUnread } from '@sagopalgo/core/notices/count-unread.ts';
import { NOTICE_FACTS, OF_NOTICE } from '@sagopalgo/core/notices/notice-facts.ts';
import { noticeWords } from '@sagopalgo/core/rules/notice-words.ts';
import type { Deps } from '../deps.ts';
import { cutPage, readCursor } from '../views/cursor.ts';

const LIST = 'notices';

/** A page of somebody's notices, in words; what happened last comes first. */
export async function findNotices(
  { db }: Pick<Deps, 'db'>,
  userId: string,
  { cursor, limit }: z.output<typeof listNotices.query>,
): Promise<z.output<typeof listNotices.reply>> {
  const { number, noticeId, happenedAtMs, readAtMs } = notices;
  const place = readCursor(LIST, cursor);
  const further =
    place &&
    or(
      lt(happenedAtMs, place.key),
      and(eq(happenedAtMs, place.key), lt(number, Number(place.id) || 0)),
    );
  const found = await db
    .select({ ...NOTICE_FACTS, number, noticeId, happenedAtMs, readAtMs })
    .from(notices)
    .leftJoin(auctions, OF_NOTICE)
    .where(and(eq(notices.userId, userId), further ?? undefined))
    .orderBy(desc(happenedAtMs), desc(number))
    .limit(limit + 1);
  const page = cutPage(LIST, found, limit, (row) => ({
    key: row.happenedAtMs,
    id: String(row.number),
  }));
  const items = page.rows.map((row) => ({
    ...{ noticeId: row.noticeId, kind: row.kind, ...noticeWords(row) },
    ...{ happenedAtMs: row.happenedAtMs, isRead: row.readAtMs !== null },
  }));
  return { items, nextCursor: page.nextCursor };
}

/** How many of somebody's notices are unread. */
export async function unreadOf({ db }: Pick<Deps, 'db'>, userId: string): Promise<number> {
  return (await countUnread(db, [userId])).get(userId) ?? 0;
}
