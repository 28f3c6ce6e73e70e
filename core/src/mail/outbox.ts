import { randomUUID } from 'node:crypto';
import { and, eq, isNotNull } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { mailOutbox } from '../mysql/mail-schema.ts';
import type { MailKind } from '../mysql/mail-schema.ts';

/** A mail as it is promised to somebody. */
export interface PromisedMail {
  kind: MailKind;
  userId: string;
  recipient: string;
  subject: string;
  text: string;
  html: string;
  /** It is of no use to anybody after that. */
  goodUntilMs: number;
}

/** Promises a mail: once the transaction has committed it will be sent, whatever happens to this process. */
export async function putMail(tx: Tx, mail: PromisedMail, nowMs: number): Promise<string> {
  const mailId = randomUUID();
  await tx
    .insert(mailOutbox)
    .values({ ...mail, mailId, createdAtMs: nowMs, nextAttemptAtMs: nowMs });
  return mailId;
}

/** Takes back what of a kind is still to be sent to somebody, as something newer makes it useless. */
export async function takeBackMails(tx: Tx, userId: string, kind: MailKind): Promise<void> {
  await tx
    .delete(mailOutbox)
    .where(
      and(
        eq(mailOutbox.userId, userId),
        eq(mailOutbox.kind, kind),
        isNotNull(mailOutbox.nextAttemptAtMs),
      ),
    );
}
