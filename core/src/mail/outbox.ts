import { randomUUID } from 'node:crypto';
import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { mailOutbox, mailTurns } from '../mysql/mail-schema.ts';
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

/**
 * These go to a person one after the other, each kind by itself, as each says how things stand then. A link is good
 * without what was sent before it and is waited for at that moment, so it is held up by no row of notices, nor by an
 * older link; and that somebody can sign in from now on, or where one's money goes, is to be known although a notice
 * cannot be sent.
 */
const IN_TURN: ReadonlySet<MailKind> = new Set(['notice', 'payout-account', 'sign-in-way']);

/**
 * Promises mails, in their order: once the transaction has committed they will be sent, whatever happens to this
 * process. Returns their ids.
 */
export async function putMails(
  tx: Tx,
  mails: readonly PromisedMail[],
  nowMs: number,
): Promise<string[]> {
  if (mails.length === 0) return [];
  const rows = mails.map((mail) => ({
    ...{ ...mail, mailId: randomUUID(), turnKey: turnKeyOf(mail) },
    ...{ createdAtMs: nowMs, nextAttemptAtMs: nowMs },
  }));
  // First, as a turn is held until the end of the transaction, so that its mails are numbered in the order of commits.
  await joinTurns(
    tx,
    rows.map(({ turnKey }) => turnKey),
    nowMs,
  );
  await tx.insert(mailOutbox).values(rows);
  return rows.map(({ mailId }) => mailId);
}

/** The same for one mail. */
export async function putMail(tx: Tx, mail: PromisedMail, nowMs: number): Promise<string> {
  const [mailId] = await putMails(tx, [mail], nowMs);
  return mailId as string;
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

function turnKeyOf({ kind, userId }: PromisedMail): string | null {
  return IN_TURN.has(kind) ? `${kind}:${userId}` : null;
}

async function joinTurns(
  tx: Tx,
  turnKeys: readonly (string | null)[],
  nextTurnAtMs: number,
): Promise<void> {
  // In one order for all, as two of them would wait for each other.
  const joined = [...new Set(turnKeys)].filter((turnKey) => turnKey !== null).toSorted();
  if (joined.length === 0) return;
  await tx
    .insert(mailTurns)
    .values(joined.map((turnKey) => ({ turnKey, nextTurnAtMs })))
    .onDuplicateKeyUpdate({ set: { turnKey: sql`${mailTurns.turnKey}` } });
}
