import { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerOptions } from 'node:http';
import type { Express } from 'express';

/**
 * Options for the server that `app` listens on. Express gives every request and response its own
 * prototype, and an object whose prototype changes after it was made is slow for the rest of its life
 * (a tenth of what a bid costs). With these they are made with that prototype, so that Express finds
 * nothing to change.
 */
export function expressMessages(app: Express): ServerOptions {
  class AppRequest extends IncomingMessage {}
  class AppResponse<Of extends IncomingMessage = IncomingMessage> extends ServerResponse<Of> {}
  Object.setPrototypeOf(AppRequest.prototype, app.request);
  Object.setPrototypeOf(AppResponse.prototype, app.response);
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype });
  return { IncomingMessage: AppRequest, ServerResponse: AppResponse };
}
