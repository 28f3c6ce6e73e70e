import { and, inArray, isNotNull } from 'drizzle-orm';
import { putMails } from '@sagopalgo/core/mail/outbox.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { notices } from '@sagopalgo/core/mysql/notice-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { goodUntilMs } from '@sagopalgo/core/notices/good-until.ts';
import { noticeMail } from '@sagopalgo/core/notices/notice-mail.ts';
import type { Wishes } from '@sagopalgo/core/notices/read-wishes.ts';
import { noticeWords } from '@sagopalgo/core/rules/notice-words.ts';
import type { DueNotice } from './hand-out-notices.ts';

/**
 * Promises a mail of each of these notices whose person wants one, to proven addresses alone; returns how many. One
 * that was promised before is not promised again.
 */
export async function promiseMails(
  tx: Tx,
  due: readonly DueNotice[],
  given: { wishesOf: (userId: string) => Wishes; pageOrigin: string; nowMs: number },
): Promise<number> {
  const { wishesOf, pageOrigin, nowMs } = given;
  const wanted = due.filter(
    ({ userId, kind, mailedAtMs, detail }) =>
      mailedAtMs === null &&
      wishesOf(userId).choices[kind].mail &&
      goodUntilMs(detail, nowMs) > nowMs,
  );
  const addresses = await provenAddresses(tx, new Set(wanted.map(({ userId }) => userId)));
  const mails = wanted.flatMap((notice) => {
    const { userId, number, noticeId, detail } = notice;
    const recipient = addresses.get(userId);
    if (recipient === undefined) return [];
    const words = noticeMail({ ...noticeWords(notice), noticeId }, pageOrigin);
    const mail = { ...words, userId, recipient, goodUntilMs: goodUntilMs(detail, nowMs) };
    return [{ number, mail: { ...mail, kind: 'notice' as const } }];
  });
  if (mails.length === 0) return 0;
  await putMails(
    tx,
    mails.map(({ mail }) => mail),
    nowMs,
  );
  const mailed = mails.map(({ number }) => number);
  await tx.update(notices).set({ mailedAtMs: nowMs }).where(inArray(notices.number, mailed));
  return mailed.length;
}

async function provenAddresses(
  tx: Tx,
  userIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  if (userIds.size === 0) return new Map();
  const { userId, email, emailVerifiedAtMs } = users;
  const rows = await tx
    .select({ userId, email })
    .from(users)
    .where(and(inArray(userId, [...userIds]), isNotNull(emailVerifiedAtMs)));
  return new Map(rows.map((row) => [row.userId, row.email]));
}
