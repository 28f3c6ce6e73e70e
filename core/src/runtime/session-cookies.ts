import { parseCookie } from 'cookie';

/**
 * `access` goes with every call and stream, `refresh` only to the sessions; `viewer` says nothing but that
 * it is the same browser that looks at an auction again.
 */
export type CookieKind = 'access' | 'refresh' | 'viewer';

/** The public port, worked out once: every call of a browser asks for it. */
const ports = new WeakMap<readonly string[], string>();

/**
 * What a cookie of ours is called. Browsers share cookies between the ports of a host, so two copies
 * side by side need two names.
 */
export function cookieName(publicOrigins: readonly string[], kind: CookieKind): string {
  const port = ports.get(publicOrigins) ?? new URL(publicOrigins[0] as string).port;
  ports.set(publicOrigins, port);
  return port === '' ? kind : `${kind}_${port}`;
}

/** The value of a cookie of ours in a `Cookie` header, or undefined. */
export function cookieIn(
  publicOrigins: readonly string[],
  header: string | undefined,
  kind: CookieKind,
): string | undefined {
  return header === undefined ? undefined : parseCookie(header)[cookieName(publicOrigins, kind)];
}
