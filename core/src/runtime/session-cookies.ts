import { parseCookie } from 'cookie';

/**
 * `access` goes with every call and stream, `refresh` only to the sessions; `viewer` says nothing but that
 * it is the same browser that looks at an auction again, `device` that it is the same that signs in again;
 * `signIn` that it is the one that went to a provider.
 */
export type CookieKind = 'access' | 'refresh' | 'viewer' | 'device' | 'signIn';

/**
 * By these a browser knows that a cookie came over TLS, and from this very host: no other host of the
 * domain can put one in its place. `__Host-` is for those of the whole site only.
 */
const PREFIXES: Record<CookieKind, string> = {
  access: '__Host-',
  refresh: '__Secure-',
  viewer: '__Secure-',
  device: '__Secure-',
  signIn: '__Secure-',
};

/** The first public origin, read once: every call of a browser asks for it. */
const origins = new WeakMap<readonly string[], { port: string; isSecure: boolean }>();

/** Whether our pages come over TLS, so that their cookies may go over nothing else. */
export function isOverTls(publicOrigins: readonly string[]): boolean {
  return originOf(publicOrigins).isSecure;
}

/**
 * What a cookie of ours is called. Browsers share cookies between the ports of a host, so two copies
 * side by side need two names.
 */
export function cookieName(publicOrigins: readonly string[], kind: CookieKind): string {
  const { port, isSecure } = originOf(publicOrigins);
  const name = isSecure ? PREFIXES[kind] + kind : kind;
  return port === '' ? name : `${name}_${port}`;
}

/** The value of a cookie of ours in a `Cookie` header, or undefined. */
export function cookieIn(
  publicOrigins: readonly string[],
  header: string | undefined,
  kind: CookieKind,
): string | undefined {
  return header === undefined ? undefined : parseCookie(header)[cookieName(publicOrigins, kind)];
}

function originOf(publicOrigins: readonly string[]): { port: string; isSecure: boolean } {
  const known = origins.get(publicOrigins);
  if (known) return known;
  const { port, protocol } = new URL(publicOrigins[0] as string);
  const read = { port, isSecure: protocol === 'https:' };
  origins.set(publicOrigins, read);
  return read;
}
