import type { IncomingHttpHeaders } from 'node:http';

const OWN_SITE: readonly unknown[] = ['same-origin', 'none', undefined];

/**
 * Whether a request comes from our own pages, or from no page at all. A browser names the page's
 * origin where it is another's; where it names none, Sec-Fetch-Site says whose page it was.
 */
export function isFromOwnSite(
  publicOrigins: readonly string[],
  headers: IncomingHttpHeaders,
): boolean {
  const { origin } = headers;
  if (origin !== undefined) return publicOrigins.includes(origin);
  return OWN_SITE.includes(headers['sec-fetch-site']);
}
