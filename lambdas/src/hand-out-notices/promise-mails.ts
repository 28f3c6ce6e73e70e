import { and, inArray, isNotNull } from 'drizzle-orm';
import { putMail } from '@sagopalgo/core/mail/outbox.ts';
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
  const mailed: number[] = [];
  for (const notice of wanted) {
    const { userId, number, noticeId, detail } = notice;
    const recipient = addresses.get(userId);
    if (recipient === undefined) continue;
    const mail = { kind: 'notice' as const, userId, recipient };
    const words = noticeMail({ ...noticeWords(notice), noticeId }, pageOrigin);
    await putMail(tx, { ...mail, ...words, goodUntilMs: goodUntilMs(detail, nowMs) }, nowMs);
    mailed.push(number);
  }
  if (mailed.length > 0) {
    await tx.update(notices).set({ mailedAtMs: nowMs }).where(inArray(notices.number, mailed));
  }
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
