import { countView } from '@sagopalgo/core/redis/view-counts.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import type { Endpoint } from '@sagopalgo/core/contracts/endpoint.ts';
import type { Deps } from '../deps.ts';
import { addressKey } from '../http/client-address.ts';
import type { Call } from '../http/serve.ts';
import { viewerOf } from '../http/viewer-cookie.ts';

/**
 * Has it counted that an auction is looked at: by an account, else by a browser, which is known by its
 * cookie from its first look on, else by each request. Whoever looks waits for none of it, also where an
 * address has too many looks for all to be counted.
 */
export function noteView(
  {
    redis,
    settings,
    log,
    limits,
    now,
  }: Pick<Deps, 'redis' | 'settings' | 'log' | 'limits' | 'now'>,
  { caller, request, response }: Pick<Call<Endpoint>, 'caller' | 'request' | 'response'>,
  auctionId: string,
): void {
  // What only asks for the head looks at nothing.
  if (request.method !== 'GET') return;
  // Without an account everybody is as many viewers as they like, and each is a write of the judge's.
  if (!caller && !limits.viewsOfAddress.allows(addressKey(request), now())) return;
  const viewer = caller
    ? `account:${caller.userId}`
    : `browser:${viewerOf(settings, request, response)}`;
  countView(redis, auctionId, viewer).catch((error: unknown) => {
    log.debug('view.uncounted', { auctionId, error: describeError(error) });
  });
}
