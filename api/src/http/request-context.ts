import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { withRequestContext } from '@sagopalgo/core/runtime/logger.ts';

const REQUEST_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Gives every request an id, its own when it brings a fair one, and answers with it. */
export function requestContext(): RequestHandler {
  return (request, response, next) => {
    const brought = request.get('x-request-id');
    const requestId = brought && REQUEST_ID.test(brought) ? brought : randomUUID();
    response.setHeader('x-request-id', requestId);
    withRequestContext({ requestId }, next);
  };
}
