import type { Request } from 'express';
import type { Endpoint } from '@sagopalgo/core/contracts/endpoint.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { RefusalCode } from '@sagopalgo/core/contracts/errors.ts';
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
 * Who makes this call with these claims, or null where anybody may; a promise of it only where somebody has to be
 * asked. Throws, or rejects with, UNAUTHENTICATED when somebody must be signed in and nobody is, and ACCOUNT_BLOCKED
 * when it is somebody whose account was shut, who is nobody where anybody may call.
 */
export function authenticate(
  deps: Used,
  endpoint: Pick<Endpoint, 'auth' | 'method'>,
  claims: VerifiedClaims | null,
): Caller | null | Promise<Caller | null> {
  if (endpoint.auth === 'none') return null;
  if (claims === null) return nobody(endpoint, 'UNAUTHENTICATED');
  // Whoever is blocked has lost every token too, and is told why.
  if (deps.blocked.has(claims.userId)) return nobody(endpoint, 'ACCOUNT_BLOCKED');
  if (deps.spentTokens.isSpent(claims)) return nobody(endpoint, 'UNAUTHENTICATED');
  // API clients' tokens belong to no signing-in that could be ended.
  if (claims.familyId === '') return inRoleNow(deps, claims);
  return ofFamily(deps, endpoint, claims);
}

async function ofFamily(
  deps: Used,
  endpoint: Pick<Endpoint, 'auth' | 'method'>,
  claims: VerifiedClaims,
): Promise<Caller | null> {
  const isEnded = await isFamilyEnded(deps, claims.familyId, endpoint.method === 'GET');
  return isEnded ? nobody(endpoint, 'UNAUTHENTICATED') : inRoleNow(deps, claims);
}

function nobody({ auth }: Pick<Endpoint, 'auth'>, why: RefusalCode): null {
  if (auth === 'optional') return null;
  throw new RefusalError(why);
}

function inRoleNow({ operators }: Used, claims: VerifiedClaims): Caller {
  const role = operators.roleOf(claims);
  return role === claims.role ? claims : { ...claims, role };
}

/**
 * The claims of the access token a request carries, if it is genuine and its hour is not over. A Bearer token goes
 * before the cookie.
 */
export function readAccessClaims(
  { accessKey, settings, now }: Pick<Deps, 'accessKey' | 'settings' | 'now'>,
  request: Request,
): VerifiedClaims | null {
  const header = request.headers.authorization;
  const token = header === undefined ? readCookie(settings, request, 'access') : bearerIn(header);
  return token === undefined ? null : verifyAccessToken(accessKey, token, now());
}
