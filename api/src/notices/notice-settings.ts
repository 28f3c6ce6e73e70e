import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { getNoticeSettings, NoticeSettings } from '@sagopalgo/core/contracts/notices.ts';
import { noticeSettings, pushSubscriptions } from '@sagopalgo/core/mysql/notice-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { readWishes } from '@sagopalgo/core/notices/read-wishes.ts';
import type { Deps } from '../deps.ts';

type Used = Pick<Deps, 'db' | 'now' | 'settings'>;

/** How somebody wants to be told, and what of that is possible. */
export async function findSettings(
  { db, settings }: Used,
  userId: string,
): Promise<z.output<typeof getNoticeSettings.reply>> {
  const [user] = await db
    .select({ emailVerifiedAtMs: users.emailVerifiedAtMs })
    .from(users)
    .where(eq(users.userId, userId));
  const wishes = (await readWishes(db, [userId]))(userId);
  const pushBrowsers = await db.$count(pushSubscriptions, eq(pushSubscriptions.userId, userId));
  const emailVerified = user?.emailVerifiedAtMs != null;
  return { ...wishes, emailVerified, pushKey: settings.pushKey, pushBrowsers };
}

/** Keeps how somebody wants to be told. */
export async function keepSettings(
  { db, now }: Used,
  userId: string,
  { choices, quietHours }: NoticeSettings,
): Promise<NoticeSettings> {
  const kept = {
    choices,
    quietFromMinute: quietHours?.fromMinute ?? null,
    quietToMinute: quietHours?.toMinute ?? null,
    changedAtMs: now(),
  };
  await db
    .insert(noticeSettings)
    .values({ userId, ...kept })
    .onDuplicateKeyUpdate({ set: kept });
  return { choices, quietHours };
}
