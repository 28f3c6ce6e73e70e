import { randomUUID } from 'node:crypto';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { endSessionsOfPerson } from '@sagopalgo/core/accounts/end-sessions.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { takeBackResets } from '@sagopalgo/core/accounts/follow-reset-asks.ts';
import { takeBackProofs } from '@sagopalgo/core/mail/take-back-proofs.ts';
import {
  passwordResetAsks,
  passwordResets,
  savedAddresses,
} from '@sagopalgo/core/mysql/account-schema.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { signInLinks } from '@sagopalgo/core/mysql/sign-in-schema.ts';
import { payoutAccounts } from '@sagopalgo/core/mysql/till-schema.ts';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import type { Deps } from '../deps.ts';
import { tellEndedEverywhere } from '../http/ended-families.ts';
import { hashPassword } from './password.ts';
import { publicOrigin } from './public-origin.ts';
import { refuseWeak } from './weak-passwords.ts';

type Used = Pick<
  Deps,
  'db' | 'redis' | 'log' | 'now' | 'settings' | 'hashing' | 'spentTokens' | 'limits'
>;

/** Notes that somebody asks for a link by an address: whether anybody has it is looked up later. */
export async function askForReset(
  deps: Pick<Deps, 'db' | 'now' | 'settings'>,
  email: string,
): Promise<void> {
  const { db, now } = deps;
  const origin = publicOrigin(deps);
  const ask = { askId: randomUUID(), email, origin, askedAtMs: now() };
  await db.insert(passwordResetAsks).values(ask);
}

/**
 * Sets a new password by the token of a link, which is good once; whoever was signed in to the account is out,
 * and its address is proven. No provider's word is taken for it any more and no payout goes out of it before its owner
 * says where to, as whoever knew the old password may have said so; where the address was not proven before, its
 * addresses go as well.
 * Throws PASSWORD_RESET_INVALID, alike for a token that is unknown, used, expired,
 * or for another address than the account now has, and INVALID_REQUEST for a password that others would guess.
 * Answers whose it was.
 */
export async function resetByToken(deps: Used, token: string, password: string): Promise<string> {
  const { db, now, hashing, log } = deps;
  const tokenHash = sha256Hex(token);
  const user = await ownerOf(deps, tokenHash);
  refuseWeak(deps.settings, password, user);
  const { userId, email } = user;
  const passwordHash = await hashing.run(() => hashPassword(password));
  const ended = await rowTransaction(db, async (tx) => {
    const ofAccount = and(eq(users.userId, userId), eq(users.email, email));
    const [locked] = await tx.select().from(users).where(ofAccount).for('update');
    const isUsed = locked !== undefined && (await useUp(tx, tokenHash, now()));
    if (!isUsed) throw new RefusalError('PASSWORD_RESET_INVALID');
    await tx
      .update(users)
      .set({
        passwordHash,
        // The link came to the address: what it would prove by another is proven.
        emailVerifiedAtMs: sql`coalesce(${users.emailVerifiedAtMs}, ${now()})`,
      })
      .where(ofAccount);
    await tx.delete(signInLinks).where(eq(signInLinks.userId, userId));
    await tx.delete(payoutAccounts).where(eq(payoutAccounts.userId, userId));
    // Whoever had the account before its address was proven may not be its owner.
    if (locked.emailVerifiedAtMs === null) {
      await tx.delete(savedAddresses).where(eq(savedAddresses.userId, userId));
    }
    await takeBackResets(tx, userId);
    await takeBackProofs(tx, userId);
    return await endSessionsOfPerson(tx, { userId, exceptFamilyId: null }, now());
  });
  await tellEndedEverywhere(deps, ended);
  log.info('password.reset', { userId });
  return userId;
}

async function ownerOf({ db, now }: Used, tokenHash: string) {
  const [found] = await db
    .select({ user: users })
    .from(passwordResets)
    .innerJoin(
      users,
      and(eq(users.userId, passwordResets.userId), eq(users.email, passwordResets.email)),
    )
    .where(isGood(tokenHash, now()));
  if (!found) throw new RefusalError('PASSWORD_RESET_INVALID');
  return found.user;
}

async function useUp(tx: Tx, tokenHash: string, nowMs: number): Promise<boolean> {
  const [used] = await tx
    .update(passwordResets)
    .set({ usedAtMs: nowMs })
    .where(isGood(tokenHash, nowMs));
  return used.affectedRows === 1;
}

function isGood(tokenHash: string, nowMs: number) {
  return and(
    eq(passwordResets.tokenHash, tokenHash),
    isNull(passwordResets.usedAtMs),
    gt(passwordResets.expiresAtMs, nowMs),
  );
}
