import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

/**
 * Lets a page of one of our origins read the answer, with its cookie; a page of any other may ask and
 * not read. A GET of an event stream is asked without a preflight.
 */
export function allowOrigin(
  publicOrigins: readonly string[],
  { origin }: IncomingHttpHeaders,
  response: ServerResponse,
): void {
  response.setHeader('vary', 'Origin');
  if (origin === undefined || !publicOrigins.includes(origin)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-credentials', 'true');
}
