import type { CookieOptions, Request, Response } from 'express';
import { parseCookie } from 'cookie';
import type { Settings } from '../deps.ts';

const SESSIONS_PATH = '/api/v1/sessions';

/** The public port, worked out once: every call of a browser asks for it. */
const ports = new WeakMap<Settings, string>();

/** `access` goes with every call, `refresh` only to the sessions. */
export type CookieKind = 'access' | 'refresh';

const PATHS: Record<CookieKind, string> = {
  access: '/',
  refresh: SESSIONS_PATH,
};

/** The value of a cookie of ours, or undefined. */
export function readCookie(
  settings: Settings,
  request: Request,
  kind: CookieKind,
): string | undefined {
  const { cookie } = request.headers;
  return cookie === undefined ? undefined : parseCookie(cookie)[cookieName(settings, kind)];
}

/** Has the browser keep a cookie that no script can read, for `maxAgeMs`. */
export function setCookie(
  settings: Settings,
  response: Response,
  kind: CookieKind,
  value: string,
  maxAgeMs: number,
): void {
  const name = cookieName(settings, kind);
  response.cookie(name, value, { ...attributes(settings, kind), maxAge: maxAgeMs });
}

/** Has the browser forget that anybody was signed in. */
export function clearSessionCookies(settings: Settings, response: Response): void {
  for (const kind of Object.keys(PATHS) as CookieKind[]) {
    response.clearCookie(cookieName(settings, kind), attributes(settings, kind));
  }
}

// Browsers share cookies between the ports of a host, so two copies side by side need two names.
function cookieName(settings: Settings, kind: CookieKind): string {
  const port = ports.get(settings) ?? new URL(settings.publicOrigins[0] as string).port;
  ports.set(settings, port);
  return port === '' ? kind : `${kind}_${port}`;
}

function attributes(settings: Settings, kind: CookieKind): CookieOptions {
  const secure = settings.deployment !== 'local';
  return { httpOnly: true, sameSite: 'lax', secure, path: PATHS[kind] };
}
