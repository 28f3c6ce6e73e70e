import type { RequestHeaders } from '@sagopalgo/core/runtime/own-site.ts';

/**
 * Lets a page of one of our origins read the answer, with its cookie; a page of any other may ask and
 * not read. A GET of an event stream is asked without a preflight.
 */
export function crossOriginHeaders(
  publicOrigins: readonly string[],
  { origin }: RequestHeaders,
): Record<string, string> {
  const vary = { vary: 'Origin' };
  if (typeof origin !== 'string' || !publicOrigins.includes(origin)) return vary;
  return {
    ...vary,
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
  };
}
