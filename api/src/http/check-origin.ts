import type { Request } from 'express';
import type { Endpoint } from '@sagopalgo/core/contracts/endpoint.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { isFromOwnSite } from '@sagopalgo/core/runtime/own-site.ts';

/** Throws ORIGIN_NOT_ALLOWED for an unsafe call that another site's page makes. */
export function checkOrigin(
  endpoint: Endpoint,
  request: Request,
  publicOrigins: readonly string[],
): void {
  if (endpoint.method === 'GET' || isFromOwnSite(publicOrigins, request.headers)) return;
  throw new RefusalError('ORIGIN_NOT_ALLOWED');
}
