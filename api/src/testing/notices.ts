import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { notices } from '@sagopalgo/core/mysql/notice-schema.ts';
import { putNotice } from '@sagopalgo/core/notices/put-notice.ts';
import type { NewNotice } from '@sagopalgo/core/notices/put-notice.ts';
import { DEFAULT_CHOICES } from '@sagopalgo/core/rules/notice-kinds.ts';
import type { Deps } from '../deps.ts';

const PUSH_ENDPOINT = 'https://push.example.com/one';

/** Tells somebody something, an answer to a question unless told otherwise; returns the notice's id. */
export async function addNotice(
  { db }: Pick<Deps, 'db'>,
  userId: string,
  given: Partial<NewNotice> = {},
  atMs = Date.now(),
): Promise<string> {
  const causeKey = randomUUID();
  const notice = { userId, kind: 'answer' as const, causeKey, ...given };
  await db.transaction((tx) => putNotice(tx, notice, atMs));
  const [row] = await db.select().from(notices).where(eq(notices.causeKey, causeKey));
  if (!row) throw new Error(`nobody told ${userId}`);
  return row.noticeId;
}

/** One call of each that is about notices, which goes well for the person of the scene. */
export function noticeExamples(
  scene: () => { deps: Pick<Deps, 'db'>; userId: string; token: string },
) {
  const look = async () => ({ token: scene().token });
  const settings = { choices: DEFAULT_CHOICES, quietHours: null };
  return {
    listNotices: look,
    countUnreadNotices: look,
    readNotices: async () => {
      const { deps, userId, token } = scene();
      return { token, body: { noticeId: await addNotice(deps, userId) } };
    },
    getNoticeSettings: look,
    subscribeToPush: async () => ({
      token: scene().token,
      body: { endpoint: PUSH_ENDPOINT, p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
    }),
    unsubscribeFromPush: async () => ({
      ...{ token: scene().token, body: { endpoint: PUSH_ENDPOINT } },
    }),
    setNoticeSettings: async () => ({ token: scene().token, body: settings }),
  };
}
