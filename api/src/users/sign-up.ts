import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { signUp } from '@sagopalgo/core/contracts/users.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { duplicateKeyOf } from '@sagopalgo/core/mysql/errors.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import { saidIn, writeConsents } from './consents.ts';
import { addProof } from './email-proofs.ts';
import { nicknameKey } from '@sagopalgo/core/rules/nickname-key.ts';
import { hashPassword } from './password.ts';
import { beginSession } from './sessions.ts';
import type { Browser, Session } from './sessions.ts';
import { refuseWeak } from './weak-passwords.ts';

type UserRow = typeof users.$inferSelect;

/**
 * Adds a person and signs them in; the link that proves their address is sent afterwards. Throws EMAIL_TAKEN,
 * NICKNAME_TAKEN, CONSENT_OUTDATED and, for a password that others would guess, INVALID_REQUEST.
 */
export async function addPerson(
  deps: Pick<Deps, 'db' | 'hashing' | 'now' | 'settings'>,
  { email, nickname, password, consents }: z.output<typeof signUp.body>,
  browser: Browser,
): Promise<Session> {
  const { db, hashing, now, settings } = deps;
  refuseWeak(settings, password, { email, nickname });
  const passwordHash = await hashing.run(() => hashPassword(password));
  const user = newRow({ email, nickname, passwordHash, emailVerifiedAtMs: null }, now());
  return await db.transaction(async (tx) => {
    await insertPerson(tx, user);
    await writeConsents(tx, deps, user.userId, saidIn(consents ?? {}));
    await addProof(tx, deps, user);
    return await beginSession(tx, user, browser, now());
  });
}

/** Somebody as the record has them who was never here before. */
export function newRow(
  given: Pick<UserRow, 'email' | 'nickname' | 'passwordHash' | 'emailVerifiedAtMs'>,
  nowMs: number,
): UserRow {
  return {
    ...given,
    userId: randomUUID(),
    nicknameKey: nicknameKey(given.nickname),
    role: 'USER',
    blockedAtMs: null,
    nicknameChangedAtMs: null,
    imageId: null,
    tokensFromMs: null,
    leftAtMs: null,
    createdAtMs: nowMs,
  };
}

/** Writes somebody into the record. Throws EMAIL_TAKEN and NICKNAME_TAKEN. */
export async function insertPerson(tx: Tx, user: UserRow): Promise<void> {
  try {
    await tx.insert(users).values(user);
  } catch (error) {
    throw takenOr(error);
  }
}

function takenOr(error: unknown): unknown {
  switch (duplicateKeyOf(error)) {
    case 'users_email':
      return new RefusalError('EMAIL_TAKEN');
    case 'users_nickname_key':
      return new RefusalError('NICKNAME_TAKEN');
    default:
      return error;
  }
}
