import type { Request, Response } from 'express';
import type { User } from '@sagopalgo/core/contracts/users.ts';
import { ACCESS_TOKEN_MS, signAccessToken } from '@sagopalgo/core/runtime/token.ts';
import type { Deps } from '../deps.ts';
import { setCookie } from '../http/session-cookies.ts';
import { REFRESH_TOKEN_MS } from './sessions.ts';
import type { Browser, Session } from './sessions.ts';

/** Gives a browser its cookies, and the reply that a script may read. */
export function handOver(
  { settings, accessKey, now }: Pick<Deps, 'settings' | 'accessKey' | 'now'>,
  response: Response,
  { user, familyId, refreshToken }: Session,
): { user: User } {
  const { userId, nickname, role } = user;
  const claims = { userId, nickname, role, familyId };
  const accessToken = signAccessToken(accessKey, claims, now() + ACCESS_TOKEN_MS);
  setCookie(settings, response, 'access', accessToken, ACCESS_TOKEN_MS);
  setCookie(settings, response, 'refresh', refreshToken, REFRESH_TOKEN_MS);
  return { user: { userId, nickname, role } };
}

/** The browser a request comes from: how it names itself is what it is known again by. */
export function browserOf({ browserKey }: Pick<Deps, 'browserKey'>, request: Request): Browser {
  return { key: browserKey, userAgent: request.get('user-agent') ?? '' };
}
