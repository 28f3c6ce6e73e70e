import { randomBytes } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { PASSWORD_RESET_MS } from '../contracts/passwords.ts';
import { passwordResetAsks, passwordResets } from '../mysql/account-schema.ts';
import type { Db, Tx } from '../mysql/connect.ts';
import { rowTransaction } from '../mysql/row-transaction.ts';
import { users } from '../mysql/schema.ts';
import { sha256Hex } from '../runtime/digest.ts';
import { putMail, takeBackMails } from '../mail/outbox.ts';
import { resetMail } from './reset-mail.ts';

const ASKS_A_RUN = 100;
const TOKEN_BYTES = 32;

type Ask = typeof passwordResetAsks.$inferSelect;
type Used = { db: Db; now: () => number };

/**
 * Promises a mail with a link to whoever asked for one by an address that somebody has an account with; other
 * asks come to nothing. Whoever asks is answered before, so that no answer says whether there is such an
 * account, nor the time that it takes. Each ask is followed once, by however many at a time.
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
  if (!user) return false;
  await takeBackResets(tx, user.userId);
  await promise(tx, ask, user.userId, nowMs);
  return true;
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
