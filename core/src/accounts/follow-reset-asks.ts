import { randomBytes } from 'node:crypto';
import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import { PASSWORD_RESET_MS } from '../contracts/passwords.ts';
import { passwordResetAsks, passwordResets } from '../mysql/account-schema.ts';
import type { Db, Tx } from '../mysql/connect.ts';
import { rowTransaction } from '../mysql/row-transaction.ts';
import { users } from '../mysql/schema.ts';
import { sha256Hex } from '../runtime/digest.ts';
import { putMail, takeBackMails } from '../mail/outbox.ts';
import { resetMail } from './reset-mail.ts';

const ASKS_A_RUN = 100;
/** A mail of so short a while ago is the answer to whoever asks again: its link is good for longer than that. */
const MAILED_LATELY_MS = PASSWORD_RESET_MS / 3;
const TOKEN_BYTES = 32;

type Ask = typeof passwordResetAsks.$inferSelect;
type Used = { db: Db; now: () => number };

/**
 * Promises a mail with a link to whoever asked for one by an address that somebody has an account with; other
 * asks come to nothing. Whoever asks is answered before, so that no answer says whether there is such an
 * account, nor the time that it takes. Each ask is followed once, by however many at a time; where a link was
 * promised within ten minutes that is still good, nothing more comes of it, so that strangers who ask by somebody's
 * address fill no mailbox; nor does an ask make an earlier link useless, so that they keep none from its owner.
 */
export async function followResetAsks({ db, now }: Used): Promise<number> {
  const asks = await db
    .select()
    .from(passwordResetAsks)
    .orderBy(asc(passwordResetAsks.askedAtMs))
    .limit(ASKS_A_RUN);
  let promised = 0;
  for (const ask of asks) {
    const isPromised = await rowTransaction(db, (tx) => follow(tx, ask, now()));
    if (isPromised) promised += 1;
  }
  return promised;
}

/** Makes the links useless that were sent to somebody, or are still to be sent. */
export async function takeBackResets(tx: Tx, userId: string): Promise<void> {
  await tx.delete(passwordResets).where(eq(passwordResets.userId, userId));
  await takeBackMails(tx, userId, 'password-reset');
}

async function follow(tx: Tx, ask: Ask, nowMs: number): Promise<boolean> {
  const [taken] = await tx.delete(passwordResetAsks).where(eq(passwordResetAsks.askId, ask.askId));
  // Who asked so long ago has asked again, or does not want it any more.
  if (taken.affectedRows === 0 || ask.askedAtMs + PASSWORD_RESET_MS <= nowMs) return false;
  const isOf = and(eq(users.email, ask.email), isNull(users.leftAtMs));
  const [user] = await tx.select().from(users).where(isOf).for('update');
  if (!user || (await isMailedLately(tx, user, nowMs))) return false;
  await promise(tx, ask, user.userId, nowMs);
  return true;
}

async function isMailedLately(
  tx: Tx,
  { userId, email }: typeof users.$inferSelect,
  nowMs: number,
): Promise<boolean> {
  const { usedAtMs, createdAtMs } = passwordResets;
  const isOf = and(eq(passwordResets.userId, userId), eq(passwordResets.email, email));
  const isGood = and(isNull(usedAtMs), gt(createdAtMs, nowMs - MAILED_LATELY_MS));
  return (await tx.$count(passwordResets, and(isOf, isGood))) > 0;
}

async function promise(tx: Tx, { email, origin }: Ask, userId: string, nowMs: number) {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const expiresAtMs = nowMs + PASSWORD_RESET_MS;
  await tx
    .insert(passwordResets)
    .values({ tokenHash: sha256Hex(token), userId, email, createdAtMs: nowMs, expiresAtMs });
  const mail = { kind: 'password-reset' as const, userId, recipient: email };
  await putMail(tx, { ...mail, ...resetMail(origin, token), goodUntilMs: expiresAtMs }, nowMs);
}
