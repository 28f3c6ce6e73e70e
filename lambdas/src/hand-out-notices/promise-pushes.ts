import { inArray, sql } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { pushes, pushSubscriptions } from '@sagopalgo/core/mysql/notice-schema.ts';
import { goodUntilMs } from '@sagopalgo/core/notices/good-until.ts';
import type { Wishes } from '@sagopalgo/core/notices/read-wishes.ts';
import { whenNotQuietMs } from '@sagopalgo/core/rules/quiet-hours.ts';
import type { DueNotice } from './hand-out-notices.ts';

/**
 * Promises a push of each of these notices to every browser of its person, where they want that: after their quiet
 * hours, unless it is of no use then. Returns how many; one that was promised before is not promised again.
 */
export async function promisePushes(
  tx: Tx,
  due: readonly DueNotice[],
  { wishesOf, nowMs }: { wishesOf: (userId: string) => Wishes; nowMs: number },
): Promise<number> {
  const wanted = due.flatMap((notice) => {
    const { choices, quietHours } = wishesOf(notice.userId);
    const dueAtMs = whenNotQuietMs(nowMs, quietHours);
    const untilMs = goodUntilMs(notice.detail, nowMs);
    return choices[notice.kind].push && dueAtMs < untilMs ? [{ notice, dueAtMs, untilMs }] : [];
  });
  const browsers = await browsersOf(tx, new Set(wanted.map(({ notice }) => notice.userId)));
  const rows = wanted.flatMap(({ notice, dueAtMs, untilMs }) =>
    (browsers.get(notice.userId) ?? []).map(({ subscriptionId }) => ({
      ...{ noticeNumber: notice.number, subscriptionId, dueAtMs },
      ...{ goodUntilMs: untilMs, createdAtMs: nowMs },
    })),
  );
  if (rows.length === 0) return 0;
  await tx
    .insert(pushes)
    .values(rows)
    .onDuplicateKeyUpdate({ set: { createdAtMs: sql`${pushes.createdAtMs}` } });
  return rows.length;
}

async function browsersOf(tx: Tx, userIds: ReadonlySet<string>) {
  if (userIds.size === 0) return new Map<string, { subscriptionId: string }[]>();
  const { userId, subscriptionId } = pushSubscriptions;
  const rows = await tx
    .select({ userId, subscriptionId })
    .from(pushSubscriptions)
    .where(inArray(userId, [...userIds]));
  return Map.groupBy(rows, (row) => row.userId);
}
