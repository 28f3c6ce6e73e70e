import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { withRequestContext } from '@sagopalgo/core/runtime/logger.ts';

const REQUEST_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Gives every request an id, its own when it brings a fair one, and answers with it and with `headers`,
 * which every answer has.
 */
export function requestContext(
  headers: readonly (readonly [name: string, value: string])[],
): RequestHandler {
  return (request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    const brought = request.headers['x-request-id'];
    const isFair = typeof brought === 'string' && REQUEST_ID.test(brought);
    const requestId = isFair ? brought : randomUUID();
    response.setHeader('x-request-id', requestId);
    withRequestContext({ requestId }, next);
  };
}
