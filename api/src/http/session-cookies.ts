import type { CookieOptions, Request, Response } from 'express';
import { cookieIn, cookieName, isOverTls } from '@sagopalgo/core/runtime/session-cookies.ts';
import type { CookieKind } from '@sagopalgo/core/runtime/session-cookies.ts';
import type { Settings } from '../deps.ts';

const SESSIONS_PATH = '/api/v1/sessions';
const SIGN_INS_PATH = '/api/v1/sign-ins';
const AUCTIONS_PATH = '/api/v1/auctions';
const API_PATH = '/api/v1';
const OF_SESSIONS: readonly CookieKind[] = ['access', 'refresh'];

const PATHS: Record<CookieKind, string> = {
  access: '/',
  refresh: SESSIONS_PATH,
  viewer: AUCTIONS_PATH,
  device: API_PATH,
  signIn: SIGN_INS_PATH,
};

/** The value of a cookie of ours, or undefined. */
export function readCookie(
  settings: Settings,
  request: Request,
  kind: CookieKind,
): string | undefined {
  return cookieIn(settings.publicOrigins, request.headers.cookie, kind);
}

/** Has the browser keep a cookie that no script can read, for `maxAgeMs`. */
export function setCookie(
  settings: Settings,
  response: Response,
  kind: CookieKind,
  value: string,
  maxAgeMs: number,
): void {
  const name = cookieName(settings.publicOrigins, kind);
  response.cookie(name, value, { ...attributes(settings, kind), maxAge: maxAgeMs });
}

/** Has the browser forget one of them. */
export function clearCookie(settings: Settings, response: Response, kind: CookieKind): void {
  response.clearCookie(cookieName(settings.publicOrigins, kind), attributes(settings, kind));
}

/** Has the browser forget that anybody was signed in. */
export function clearSessionCookies(settings: Settings, response: Response): void {
  for (const kind of OF_SESSIONS) clearCookie(settings, response, kind);
}

function attributes(settings: Settings, kind: CookieKind): CookieOptions {
  const secure = settings.deployment !== 'local' || isOverTls(settings.publicOrigins);
  return { httpOnly: true, sameSite: 'lax', secure, path: PATHS[kind] };
}
