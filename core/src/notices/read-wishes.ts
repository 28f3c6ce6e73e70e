import { inArray } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { noticeSettings } from '../mysql/notice-schema.ts';
import { choicesOf } from '../rules/notice-kinds.ts';
import type { NoticeChoices } from '../rules/notice-kinds.ts';
import { DEFAULT_QUIET_HOURS } from '../rules/quiet-hours.ts';
import type { QuietHours } from '../rules/quiet-hours.ts';

/** How somebody wants to be told. */
export interface Wishes {
  choices: NoticeChoices;
  quietHours: QuietHours | null;
}

/** How each of these people wants to be told. */
export async function readWishes(
  db: Db | Tx,
  userIds: readonly string[],
): Promise<(userId: string) => Wishes> {
  const rows =
    userIds.length === 0
      ? []
      : await db
          .select()
          .from(noticeSettings)
          .where(inArray(noticeSettings.userId, [...userIds]));
  const wishes = new Map(rows.map((row) => [row.userId, wishesOf(row)]));
  return (userId) => wishes.get(userId) ?? DEFAULT_WISHES;
}

const DEFAULT_WISHES: Wishes = { choices: choicesOf(null), quietHours: DEFAULT_QUIET_HOURS };

function wishesOf(row: typeof noticeSettings.$inferSelect): Wishes {
  const { quietFromMinute: fromMinute, quietToMinute: toMinute } = row;
  const hasQuiet = fromMinute !== null && toMinute !== null;
  return {
    choices: choicesOf(row.choices),
    quietHours: hasQuiet ? { fromMinute, toMinute } : null,
  };
}
