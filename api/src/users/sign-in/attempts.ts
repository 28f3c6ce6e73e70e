import { and, eq, gt, isNotNull, isNull } from 'drizzle-orm';
import * as client from 'openid-client';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import {
  COMPLETE_WITHIN_MS,
  SIGN_IN_PATH,
  SIGN_IN_WITHIN_MS,
} from '@sagopalgo/core/contracts/sign-in.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { signInAttempts } from '@sagopalgo/core/mysql/sign-in-schema.ts';
import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import type { Deps } from '../../deps.ts';
import type { Way } from './provider.ts';
import type { Profile } from './read-profile.ts';

export type AttemptRow = typeof signInAttempts.$inferSelect;
type Used = Pick<Deps, 'db' | 'now'>;

/** A way to a provider as it begins, and what the browser's cookie is to hold. */
export async function beginAttempt(
  { db, now }: Used,
  begun: { provider: ProviderName; userId: string | null; origin: string },
): Promise<{ token: string; way: Way }> {
  const { provider, userId, origin } = begun;
  const token = client.randomState();
  const way = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
    redirectUri: `${origin}${SIGN_IN_PATH}/${provider}`,
  };
  const row = { attemptHash: sha256Hex(token), provider, userId, ...way };
  await db.insert(signInAttempts).values({ ...row, expiresAtMs: now() + SIGN_IN_WITHIN_MS });
  return { token, way };
}

/**
 * The way that a browser comes back from, which is gone once: two that come back at once find it used. Throws
 * SIGN_IN_INVALID for one that this browser did not begin, with another provider or state, or too late.
 */
export async function takeReturned(
  { db, now }: Used,
  token: string | undefined,
  { provider, query }: { provider: ProviderName; query: string },
): Promise<AttemptRow> {
  if (token === undefined) throw new RefusalError('SIGN_IN_INVALID');
  const isIt = and(
    eq(signInAttempts.attemptHash, sha256Hex(token)),
    eq(signInAttempts.provider, provider),
    // Looked at before it is used up: what another site sends here takes nobody's way from them.
    eq(signInAttempts.state, new URLSearchParams(query).get('state') ?? ''),
  );
  const isOpen = and(isNull(signInAttempts.returnedAtMs), gt(signInAttempts.expiresAtMs, now()));
  const [taken] = await db
    .update(signInAttempts)
    .set({ returnedAtMs: now() })
    .where(and(isIt, isOpen));
  if (taken.affectedRows !== 1) throw new RefusalError('SIGN_IN_INVALID');
  const [row] = await db.select().from(signInAttempts).where(isIt);
  if (!row) throw new Error('an attempt that was just taken is gone');
  return row;
}

/** Keeps who came back as nobody's, until they say who they are to be here. */
export async function keepProfile(
  { db, now }: Used,
  { attemptHash }: AttemptRow,
  { subject, email, emailVerified, nickname }: Profile,
): Promise<void> {
  await db
    .update(signInAttempts)
    .set({ subject, email, emailVerified, nickname, expiresAtMs: now() + COMPLETE_WITHIN_MS })
    .where(eq(signInAttempts.attemptHash, attemptHash));
}

/** Whoever came back in this browser and is nobody's yet. Throws SIGN_IN_INVALID. */
export async function findReturned(
  { db, now }: Used,
  token: string | undefined,
): Promise<AttemptRow & { subject: string }> {
  if (token === undefined) throw new RefusalError('SIGN_IN_INVALID');
  const [row] = await db
    .select()
    .from(signInAttempts)
    .where(
      and(
        eq(signInAttempts.attemptHash, sha256Hex(token)),
        isNotNull(signInAttempts.subject),
        isNull(signInAttempts.endedAtMs),
        gt(signInAttempts.expiresAtMs, now()),
      ),
    );
  const subject = row?.subject;
  if (!row || !subject) throw new RefusalError('SIGN_IN_INVALID');
  return { ...row, subject };
}

/** Ends it in the transaction of what comes of it. Throws SIGN_IN_INVALID where something has. */
export async function endAttempt(tx: Tx, { attemptHash }: AttemptRow, nowMs: number) {
  const isOpen = isNull(signInAttempts.endedAtMs);
  const [ended] = await tx
    .update(signInAttempts)
    .set({ endedAtMs: nowMs })
    .where(and(eq(signInAttempts.attemptHash, attemptHash), isOpen));
  if (ended.affectedRows !== 1) throw new RefusalError('SIGN_IN_INVALID');
}
