import { randomBytes } from 'node:crypto';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { EMAIL_PROOF_MS } from '@sagopalgo/core/contracts/email-proofs.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { putMail } from '@sagopalgo/core/mail/outbox.ts';
import { takeBackProofs } from '@sagopalgo/core/mail/take-back-proofs.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { emailProofs } from '@sagopalgo/core/mysql/mail-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import type { Deps } from '../deps.ts';
import { proofLink, proofMail } from './proof-mail.ts';
import { publicOrigin } from './public-origin.ts';

const TOKEN_BYTES = 32;

/** What is promised when a link is on its way. */
export interface PromisedProof {
  email: string;
  expiresAtMs: number;
}

type Used = Pick<Deps, 'db' | 'now' | 'settings'>;

/**
 * Promises somebody a link that proves their address; those sent before are of no use any more. Throws
 * EMAIL_ALREADY_VERIFIED.
 */
export async function renewProof(deps: Used, userId: string): Promise<PromisedProof> {
  return await rowTransaction(deps.db, async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.userId, userId)).for('update');
    if (!user) throw new RefusalError('UNAUTHENTICATED');
    if (user.emailVerifiedAtMs !== null) throw new RefusalError('EMAIL_ALREADY_VERIFIED');
    await takeBackProofs(tx, userId);
    return await addProof(tx, deps, user);
  });
}

/** Promises a link in the transaction of whatever gives reason to: it is sent once that has committed. */
export async function addProof(
  tx: Tx,
  deps: Pick<Used, 'now' | 'settings'>,
  { userId, email }: { userId: string; email: string },
): Promise<PromisedProof> {
  const nowMs = deps.now();
  const expiresAtMs = nowMs + EMAIL_PROOF_MS;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const tokenHash = sha256Hex(token);
  await tx
    .insert(emailProofs)
    .values({ tokenHash, userId, email, createdAtMs: nowMs, expiresAtMs });
  const words = proofMail(proofLink(publicOrigin(deps), token));
  const mail = { kind: 'email-proof' as const, userId, recipient: email, goodUntilMs: expiresAtMs };
  await putMail(tx, { ...mail, ...words }, nowMs);
  return { email, expiresAtMs };
}

/**
 * Takes an address for verified by the token of its link, which is good once. Throws EMAIL_PROOF_INVALID,
 * alike for one that is unknown, used, expired, or for another address than the account now has; and
 * EMAIL_PROOF_OF_ANOTHER where `callerId` is signed in to another account than the link is of.
 */
export async function verifyByToken(
  { db, now, log }: Pick<Deps, 'db' | 'now' | 'log'>,
  token: string,
  callerId: string | null,
): Promise<{ email: string }> {
  const tokenHash = sha256Hex(token);
  const [proof] = await db.select().from(emailProofs).where(eq(emailProofs.tokenHash, tokenHash));
  if (!proof) throw new RefusalError('EMAIL_PROOF_INVALID');
  const { userId, email } = proof;
  if (callerId !== null && callerId !== userId) throw new RefusalError('EMAIL_PROOF_OF_ANOTHER');
  await rowTransaction(db, async (tx) => {
    const ofAccount = and(eq(users.userId, userId), eq(users.email, email));
    const [user] = await tx.select().from(users).where(ofAccount).for('update');
    if (!user || !(await useUp(tx, tokenHash, now()))) {
      throw new RefusalError('EMAIL_PROOF_INVALID');
    }
    if (user.emailVerifiedAtMs !== null) return;
    await tx.update(users).set({ emailVerifiedAtMs: now() }).where(ofAccount);
  });
  log.info('email.verified', { userId });
  return { email };
}

async function useUp(tx: Tx, tokenHash: string, nowMs: number): Promise<boolean> {
  const { usedAtMs, expiresAtMs } = emailProofs;
  const isGood = and(isNull(usedAtMs), gt(expiresAtMs, nowMs));
  const [used] = await tx
    .update(emailProofs)
    .set({ usedAtMs: nowMs })
    .where(and(eq(emailProofs.tokenHash, tokenHash), isGood));
  return used.affectedRows === 1;
}
