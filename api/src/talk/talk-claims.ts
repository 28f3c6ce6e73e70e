import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { isFromOwnSite } from '@sagopalgo/core/runtime/own-site.ts';
import { cookieIn } from '@sagopalgo/core/runtime/session-cookies.ts';
import { bearerIn, verifyAccessToken } from '@sagopalgo/core/runtime/token.ts';
import type { VerifiedClaims } from '@sagopalgo/core/runtime/token.ts';
import type { Deps } from '../deps.ts';
import { isFamilyEnded } from '../http/ended-families.ts';

/** As whom somebody talks. */
export type Talker = Pick<VerifiedClaims, 'userId' | 'familyId' | 'expiresAtMs'>;

type Claiming = Pick<Deps, 'accessKey' | 'settings' | 'now'>;
type Checking = Pick<Deps, 'db' | 'redis' | 'now' | 'blocked' | 'spentTokens'>;

const handshakeSchema = z.object({ token: z.string().optional() });

/**
 * Who connects. A token in the handshake goes before one in the header, and that before the cookie, which
 * counts on pages of our own only. Throws UNAUTHENTICATED.
 */
export function readTalker(
  deps: Claiming,
  given: { auth: unknown; headers: IncomingHttpHeaders },
): Talker {
  const token = tokenIn(deps, given);
  const claims = token === undefined ? null : verifyAccessToken(deps.accessKey, token, deps.now());
  if (!claims) throw new RefusalError('UNAUTHENTICATED');
  const { userId, familyId, expiresAtMs } = claims;
  return { userId, familyId, expiresAtMs };
}

/** Throws what ends a talker's connection, as far as this process knows it: nothing is asked. */
export function checkTalker({ now, blocked, spentTokens }: Checking, talker: Talker): void {
  const isOver = talker.expiresAtMs <= now() || spentTokens.isSpent(talker);
  if (isOver) throw new RefusalError('UNAUTHENTICATED');
  if (blocked.has(talker.userId)) throw new RefusalError('ACCOUNT_BLOCKED');
}

/** The same, and whether the signing-in was ended anywhere. */
export async function checkSignedIn(deps: Checking, talker: Talker): Promise<void> {
  checkTalker(deps, talker);
  const { familyId } = talker;
  // The record knows too: what is said is kept there, and needs no Redis.
  if (familyId !== '' && (await isFamilyEnded(deps, familyId, true))) {
    throw new RefusalError('SESSION_ENDED');
  }
}

function tokenIn(
  { settings }: Claiming,
  { auth, headers }: { auth: unknown; headers: IncomingHttpHeaders },
): string | undefined {
  const { token } = handshakeSchema.safeParse(auth).data ?? {};
  if (token !== undefined) return token;
  const bearer = bearerIn(headers.authorization);
  if (bearer !== undefined) return bearer;
  if (!isFromOwnSite(settings.publicOrigins, headers)) return undefined;
  return cookieIn(settings.publicOrigins, headers.cookie, 'access');
}
