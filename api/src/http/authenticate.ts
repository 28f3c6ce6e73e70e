import type { Request } from 'express';
import type { Endpoint } from '@sagopalgo/core/contracts/endpoint.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { bearerIn, verifyAccessToken } from '@sagopalgo/core/runtime/token.ts';
import type { VerifiedClaims } from '@sagopalgo/core/runtime/token.ts';
import type { Deps } from '../deps.ts';
import { isFamilyEnded } from './ended-families.ts';
import { readCookie } from './session-cookies.ts';

/** Who is calling, as an access token says; in the role that they have now. */
export type Caller = VerifiedClaims;

type Used = Pick<
  Deps,
  'db' | 'redis' | 'now' | 'accessKey' | 'settings' | 'operators' | 'blocked' | 'spentTokens'
>;

/**
 * Who makes this call, or null where anybody may. Throws UNAUTHENTICATED when somebody must be signed
 * in and nobody is, and ACCOUNT_BLOCKED when it is somebody whose account was shut, who is nobody where
 * anybody may call. A Bearer token goes before the cookie.
 */
export async function authenticate(
  deps: Used,
  endpoint: Pick<Endpoint, 'auth' | 'method'>,
  request: Request,
): Promise<Caller | null> {
  if (endpoint.auth === 'none') return null;
  const claims = readAccessClaims(deps, request);
  const isBlocked = claims !== null && deps.blocked.has(claims.userId);
  if (claims === null || isBlocked || (await isSpent(deps, claims, endpoint.method === 'GET'))) {
    if (endpoint.auth === 'optional') return null;
    throw new RefusalError(isBlocked ? 'ACCOUNT_BLOCKED' : 'UNAUTHENTICATED');
  }
  const role = deps.operators.roleOf(claims);
  return role === claims.role ? claims : { ...claims, role };
}

// API clients' tokens belong to no signing-in that could be ended.
function isSpent(deps: Used, claims: VerifiedClaims, safe: boolean): boolean | Promise<boolean> {
  if (deps.spentTokens.isSpent(claims)) return true;
  return claims.familyId !== '' && isFamilyEnded(deps, claims.familyId, safe);
}

/** The claims of the access token a request carries, if it is genuine and its hour is not over. */
export function readAccessClaims(
  { accessKey, settings, now }: Pick<Deps, 'accessKey' | 'settings' | 'now'>,
  request: Request,
): VerifiedClaims | null {
  const header = request.headers.authorization;
  const token = header === undefined ? readCookie(settings, request, 'access') : bearerIn(header);
  return token === undefined ? null : verifyAccessToken(accessKey, token, now());
}
