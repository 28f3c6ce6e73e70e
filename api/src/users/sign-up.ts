import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { signUp } from '@sagopalgo/core/contracts/users.ts';
import { CONSENT_DOCUMENTS } from '@sagopalgo/core/rules/consent-documents.ts';
import { duplicateKeyOf } from '@sagopalgo/core/mysql/errors.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import { writeConsents } from './consents.ts';
import type { SaidOf } from './consents.ts';
import { addProof } from './email-proofs.ts';
import { nicknameKey } from '@sagopalgo/core/rules/nickname-key.ts';
import { hashPassword } from './password.ts';
import { beginSession } from './sessions.ts';
import type { Browser, Session } from './sessions.ts';
import { refuseWeak } from './weak-passwords.ts';

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
  const user = {
    userId: randomUUID(),
    email,
    nickname,
    nicknameKey: nicknameKey(nickname),
    passwordHash: await hashing.run(() => hashPassword(password)),
    role: 'USER' as const,
    emailVerifiedAtMs: null,
    blockedAtMs: null,
    nicknameChangedAtMs: null,
    imageId: null,
    tokensFromMs: null,
    leftAtMs: null,
    createdAtMs: now(),
  };
  try {
    return await db.transaction(async (tx) => {
      await tx.insert(users).values(user);
      await writeConsents(tx, deps, user.userId, saidIn(consents ?? {}));
      await addProof(tx, deps, user);
      return await beginSession(tx, user, browser, now());
    });
  } catch (error) {
    throw takenOr(error);
  }
}

function saidIn(consents: Partial<Record<SaidOf['document'], string | undefined>>): SaidOf[] {
  return CONSENT_DOCUMENTS.flatMap((document) => {
    const version = consents[document];
    return version === undefined ? [] : [{ document, version, isGiven: true }];
  });
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
