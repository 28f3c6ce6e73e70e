import type { Request } from 'express';
import type { Endpoint } from '@sagopalgo/core/contracts/endpoint.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';

const OWN_SITE = new Set(['same-origin', 'none']);

/**
 * Throws ORIGIN_NOT_ALLOWED for an unsafe call that another site's page makes. A browser names the
 * page's origin on every such call; where it does not, Sec-Fetch-Site says whose page it was.
 */
export function checkOrigin(
  endpoint: Endpoint,
  request: Request,
  publicOrigins: readonly string[],
): void {
  if (endpoint.method === 'GET') return;
  const origin = request.headers.origin;
  if (origin !== undefined) {
    if (!publicOrigins.includes(origin)) throw new RefusalError('ORIGIN_NOT_ALLOWED');
    return;
  }
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && !OWN_SITE.has(site)) throw new RefusalError('ORIGIN_NOT_ALLOWED');
}
