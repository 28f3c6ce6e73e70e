import { randomUUID } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../mysql/connect.ts';
import { mailOutbox } from '../mysql/mail-schema.ts';
import { notices, noticeSettings, pushes, pushSubscriptions } from '../mysql/notice-schema.ts';
import { users } from '../mysql/schema.ts';
import { NOTICE_KINDS } from '../rules/notice-kinds.ts';
import type { NoticeChoices, NoticeKind } from '../rules/notice-kinds.ts';
import { addUser } from './connections.ts';

/** What somebody wants who wants to be told of everything, by every way and at any hour. */
export const EVERYTHING = Object.fromEntries(
  NOTICE_KINDS.map((kind) => [kind, { mail: true, push: true }]),
) as NoticeChoices;

/** Somebody with a proven address and a browser, who wants to be told of everything. */
export async function addToldPerson(db: Db): Promise<string> {
  const userId = await addUser(db);
  await tellOfAll(db, userId);
  return userId;
}

/** Proves the address of somebody who is there, and has them told of everything, on a browser as well. */
export async function tellOfAll(
  db: Db,
  userId: string,
  browser: Partial<typeof pushSubscriptions.$inferInsert> = {},
): Promise<void> {
  await db.update(users).set({ emailVerifiedAtMs: 1 }).where(eq(users.userId, userId));
  await db.insert(noticeSettings).values({ userId, choices: EVERYTHING, changedAtMs: 1 });
  await addBrowser(db, userId, browser);
}

/** A browser of somebody's, to which nothing can be sent. */
export async function addBrowser(
  db: Db,
  userId: string,
  given: Partial<typeof pushSubscriptions.$inferInsert> = {},
): Promise<string> {
  const subscriptionId = randomUUID();
  const keys = { p256dh: 'no key', auth: 'no secret' };
  await db.insert(pushSubscriptions).values({
    ...{ subscriptionId, userId, familyId: '', endpoint: 'https://push.example/1', ...keys },
    ...{ createdAtMs: 1, nextTryAtMs: 0, ...given },
  });
  return subscriptionId;
}

/** All of one kind that somebody was told, oldest first. */
export async function noticesOf(db: Db, userId: string, kind: NoticeKind) {
  return await db
    .select()
    .from(notices)
    .where(and(eq(notices.userId, userId), eq(notices.kind, kind)))
    .orderBy(notices.number);
}

/** By how many notices, mails and pushes somebody is told of a kind. */
export async function toldHow(db: Db, userId: string, kind: NoticeKind) {
  const told = await noticesOf(db, userId, kind);
  const numbers = told.map(({ number }) => number);
  const heading = eq(mailOutbox.userId, userId);
  return {
    notices: told.length,
    mails: await db.$count(mailOutbox, and(heading, eq(mailOutbox.kind, 'notice'))),
    pushes:
      numbers.length === 0 ? 0 : await db.$count(pushes, inArray(pushes.noticeNumber, numbers)),
  };
}
