import { randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { refreshTokens, sessionFamilies, users } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import { tellFamilyEnded } from '../http/ended-families.ts';
import { deviceWords } from './device-words.ts';
import { isSameBrowser, newRefreshToken, refreshTokenHash } from './refresh-token.ts';

/** How long a browser stays signed in without a visit. */
export const REFRESH_TOKEN_MS = 14 * 86_400_000;

/** How long anybody stays signed in by visits alone; then the password is asked for again. */
export const SESSION_MAX_MS = 90 * 86_400_000;

/** Two tabs, or a browser that did not get its answer, may send a used token within this time. */
const GRACE_MS = 10_000;

type UserRow = typeof users.$inferSelect;
type TokenRow = typeof refreshTokens.$inferSelect;

/** What a browser holds while somebody is signed in. */
export interface Session {
  user: UserRow;
  familyId: string;
  refreshToken: string;
}

/** The browser a refresh token is for, and what proves it. */
export interface Browser {
  key: KeyObject;
  userAgent: string;
}

/** Begins a signing-in: a family of refresh tokens with its first one. */
export async function beginSession(
  tx: Tx,
  user: UserRow,
  browser: Browser,
  nowMs: number,
): Promise<Session> {
  const familyId = randomUUID();
  await tx.insert(sessionFamilies).values({
    ...{ familyId, userId: user.userId, createdAtMs: nowMs },
    device: deviceWords(browser.userAgent),
  });
  return { user, familyId, refreshToken: await addToken(tx, familyId, browser, nowMs) };
}

/**
 * Exchanges a refresh token for the next one. Null when it is unknown or too old, or its family has
 * ended or is SESSION_MAX_MS old; a used one ends its family, unless the same browser sends it again within the grace.
 */
export async function renewSession(
  deps: Pick<Deps, 'db' | 'redis' | 'log' | 'now'>,
  token: string,
  browser: Browser,
): Promise<Session | null> {
  const { db, now } = deps;
  const known = await findToken(db, token);
  if (!known) return null;
  const { familyId } = known;
  const isOwn = isSameBrowser(browser.key, token, browser.userAgent);
  const renewed = await db.transaction(async (tx) => {
    const family = await lockFamily(tx, familyId);
    if (!family) return null;
    if (known.expiresAtMs <= now()) return null;
    if (family.createdAtMs + SESSION_MAX_MS <= now()) return 'over';
    const used = await markUsed(tx, known, now());
    if (used === 'first' || (used === 'in-grace' && isOwn)) {
      const refreshToken = await addToken(tx, familyId, browser, now());
      await noteRenewal(tx, familyId, now());
      return { user: family.user, familyId, refreshToken };
    }
    return 'used-twice';
  });
  switch (renewed) {
    case 'used-twice':
      deps.log.warn('session.used-twice', { familyId });
      await endFamily(deps, familyId);
      return null;
    case 'over':
      await endFamily(deps, familyId);
      return null;
    default:
      return renewed;
  }
}

/** Ends a signing-in: no token of it is good any more. Ending it again changes nothing. */
export async function endFamily(
  deps: Pick<Deps, 'db' | 'redis' | 'log' | 'now'>,
  familyId: string,
): Promise<void> {
  await deps.db
    .update(sessionFamilies)
    .set({ endedAtMs: deps.now() })
    .where(and(eq(sessionFamilies.familyId, familyId), isNull(sessionFamilies.endedAtMs)));
  await tellFamilyEnded(deps, familyId);
}

/** The record of a refresh token, whatever has become of it. */
export async function findToken(db: Deps['db'], token: string): Promise<TokenRow | null> {
  const [row] = await db
    .select()
    .from(refreshTokens)
    .where(eq(refreshTokens.tokenHash, refreshTokenHash(token)));
  return row ?? null;
}

async function addToken(
  tx: Tx,
  familyId: string,
  { key, userAgent }: Browser,
  nowMs: number,
): Promise<string> {
  const token = newRefreshToken(key, userAgent);
  await tx.insert(refreshTokens).values({
    tokenHash: refreshTokenHash(token),
    familyId,
    expiresAtMs: nowMs + REFRESH_TOKEN_MS,
  });
  return token;
}

async function noteRenewal(tx: Tx, familyId: string, renewedAtMs: number): Promise<void> {
  const isIt = eq(sessionFamilies.familyId, familyId);
  await tx.update(sessionFamilies).set({ renewedAtMs }).where(isIt);
}

// One renewal of a family at a time, none after its end.
async function lockFamily(
  tx: Tx,
  familyId: string,
): Promise<{ user: UserRow; createdAtMs: number } | null> {
  const [family] = await tx
    .select()
    .from(sessionFamilies)
    .where(eq(sessionFamilies.familyId, familyId))
    .for('update');
  if (!family || family.endedAtMs !== null) return null;
  const [user] = await tx.select().from(users).where(eq(users.userId, family.userId));
  // Somebody may have been signing in while their account was shut.
  return user && user.blockedAtMs === null ? { user, createdAtMs: family.createdAtMs } : null;
}

async function markUsed(
  tx: Tx,
  { tokenHash }: TokenRow,
  nowMs: number,
): Promise<'first' | 'in-grace' | 'again'> {
  const [marked] = await tx
    .update(refreshTokens)
    .set({ usedAtMs: nowMs })
    .where(and(eq(refreshTokens.tokenHash, tokenHash), isNull(refreshTokens.usedAtMs)));
  if (marked.affectedRows === 1) return 'first';
  const [row] = await tx
    .select({ usedAtMs: refreshTokens.usedAtMs })
    .from(refreshTokens)
    .where(eq(refreshTokens.tokenHash, tokenHash))
    .for('update');
  const usedAtMs = row?.usedAtMs ?? 0;
  return nowMs - usedAtMs <= GRACE_MS ? 'in-grace' : 'again';
}
