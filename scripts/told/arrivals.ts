import { eq } from 'drizzle-orm';
import { createMailer } from '@sagopalgo/core/mail/mailer.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { createPusher } from '@sagopalgo/core/push/push-client.ts';
import { newVapidKey, vapidKeysOf } from '@sagopalgo/core/push/push-config.ts';
import type { NoticeKind } from '@sagopalgo/core/rules/notice-kinds.ts';
import { startPushService } from '@sagopalgo/core/testing/fake-push-service.ts';
import { startMailCatcher } from '@sagopalgo/core/testing/mail-catcher.ts';
import { noticesOf, tellOfAll } from '@sagopalgo/core/testing/told-person.ts';
import type { Connections } from '@sagopalgo/lambdas/src/connections.ts';
import { handOutNotices } from '@sagopalgo/lambdas/src/hand-out-notices/hand-out-notices.ts';
import { sendMails } from '@sagopalgo/lambdas/src/send-mails/send-mails.ts';
import { sendPushes } from '@sagopalgo/lambdas/src/send-pushes/send-pushes.ts';

const PAGE_ORIGIN = 'https://sagopalgo.test';
/** What is gathered for some seconds has been by then. */
const AHEAD_MS = 60_000;

/** By how many notices of a kind somebody was told, and how many mails and pushes of those arrived. */
export interface Arrived {
  notices: number;
  mails: number;
  pushes: number;
}

/** What takes mails and pushes in, beside the senders that bring them. */
export interface Arrivals {
  /** Has somebody told of everything, by every way and at any hour. */
  reach: (userId: string) => Promise<void>;
  /** Hands out and sends all that is due, each by two at once. */
  sendAll: () => Promise<void>;
  arrivedTo: (userId: string, kind: NoticeKind) => Promise<Arrived>;
  end: () => Promise<void>;
}

/** A mail server and a push service on this machine, and the senders of a record of its own that speak to them. */
export async function openArrivals(connections: Connections): Promise<Arrivals> {
  const { db } = connections;
  const [catcher, service] = [await startMailCatcher(), await startPushService()];
  const server = { SMTP_URL: catcher.url, MAIL_FROM: 'a@sagopalgo.test' };
  const sender = { keys: vapidKeysOf(newVapidKey()), subject: 'mailto:ops@sagopalgo.test' };
  const deps = {
    ...{ ...connections, now: () => Date.now() + AHEAD_MS, pageOrigin: PAGE_ORIGIN },
    mailer: createMailer({ ...server, SMTP_TLS: 'tried' }),
    pusher: createPusher(sender, { allowsLoopback: true }),
  };
  const browserPath = (userId: string) => `/push/${userId}`;
  const mailsTo = async (userId: string) => {
    const [user] = await db.select().from(users).where(eq(users.userId, userId));
    return catcher.mails.filter(({ to }) => to.includes(user?.email ?? ''));
  };
  const pushesTo = (userId: string) =>
    service.received.filter(({ path }) => path === browserPath(userId));
  return {
    reach: (userId) => {
      const endpoint = `${service.url}${browserPath(userId)}`;
      return tellOfAll(db, userId, { ...service.target, endpoint });
    },
    sendAll: async () => {
      await Promise.all([handOutNotices(deps), handOutNotices(deps)]);
      // What the two left to each other.
      await handOutNotices(deps);
      await Promise.all([sendMails(deps), sendMails(deps)]);
      await Promise.all([sendPushes(deps), sendPushes(deps)]);
    },
    arrivedTo: async (userId, kind) => {
      const told = await noticesOf(db, userId, kind);
      const isOfThem = (text: string | null) =>
        told.some(({ noticeId }) => text?.includes(noticeId) === true);
      return {
        notices: told.length,
        mails: (await mailsTo(userId)).filter(({ text }) => isOfThem(text)).length,
        pushes: pushesTo(userId).filter(({ text }) => isOfThem(text)).length,
      };
    },
    end: async () => {
      await catcher.stop();
      await service.stop();
    },
  };
}
