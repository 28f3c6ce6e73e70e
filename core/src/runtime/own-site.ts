/** The headers of a request, by name in lower case. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

const OWN_SITE: readonly unknown[] = ['same-origin', 'none', undefined];

/**
 * Whether a request comes from our own pages, or from no page at all. A browser names the page's
 * origin where it is another's; where it names none, Sec-Fetch-Site says whose page it was.
 */
export function isFromOwnSite(publicOrigins: readonly string[], headers: RequestHeaders): boolean {
  const { origin } = headers;
  if (origin !== undefined) return publicOrigins.some((own) => own === origin);
  return OWN_SITE.includes(headers['sec-fetch-site']);
}
