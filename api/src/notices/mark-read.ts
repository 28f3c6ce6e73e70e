import { and, eq, isNull, lt, lte, or } from 'drizzle-orm';
import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { readNotices } from '@sagopalgo/core/contracts/notices.ts';
import { notices } from '@sagopalgo/core/mysql/notice-schema.ts';
import { tellPerson } from '@sagopalgo/core/redis/person-messages.ts';
import type { Deps } from '../deps.ts';
import { unreadOf } from './find-notices.ts';

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now'>;

/**
 * Marks one of somebody's notices as read, or that and all before it, and tells the person's other windows how
 * many are left. Throws NOTICE_NOT_FOUND.
 */
export async function markRead(
  deps: Used,
  userId: string,
  { noticeId: named, upTo: isUpTo }: z.output<typeof readNotices.body>,
): Promise<{ unread: number }> {
  const { db, now } = deps;
  const { number, noticeId, happenedAtMs, readAtMs } = notices;
  const [row] = await db
    .select({ number, happenedAtMs })
    .from(notices)
    .where(and(eq(noticeId, named), eq(notices.userId, userId)));
  if (!row) throw new RefusalError('NOTICE_NOT_FOUND');
  const isBefore = or(
    lt(happenedAtMs, row.happenedAtMs),
    and(eq(happenedAtMs, row.happenedAtMs), lte(number, row.number)),
  );
  const [read] = await db
    .update(notices)
    .set({ readAtMs: now() })
    .where(
      and(eq(notices.userId, userId), isNull(readAtMs), isUpTo ? isBefore : eq(number, row.number)),
    );
  const unread = await unreadOf(deps, userId);
  if (read.affectedRows > 0) await tellOthers(deps, userId, unread);
  return { unread };
}

// Whoever does not hear it reads it with the next thing that is read.
async function tellOthers({ redis, log }: Used, userId: string, unread: number): Promise<void> {
  const data = { noticeId: null, kind: null, unread };
  await tellPerson(redis, userId, [{ event: 'notice', data }]).catch((error: unknown) =>
    log.warn('notice.untold', { error }),
  );
}
