import { request as httpRequest } from 'node:http';
import type { Agent, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import type { Request, Response } from 'express';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { sendUnavailable } from './front-refusals.ts';

/** What concerns one connection only and is not passed on (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Sends a request on to the first of `targets` that answers, and its answer back as it comes. */
export type Forward = (request: Request, response: Response, targets: string[]) => void;

/**
 * A client that goes away takes its upstream connection with it. A target that is away is passed over
 * when the request can be asked again; when all are away the client is refused with UNAVAILABLE.
 */
export function forwarder(agent: Agent, log: Pick<Log, 'warn'>): Forward {
  const forward: Forward = (request, response, targets) => {
    const [target = '', ...others] = targets;
    const url = new URL(target);
    const headers = passedOn(request.headers);
    // A body of unknown length is sent on in pieces, as it came.
    if (request.headers['transfer-encoding']) headers['transfer-encoding'] = 'chunked';
    const { method, originalUrl: path } = request;
    const asked = httpRequest({ agent, host: url.hostname, port: url.port, method, path, headers });
    asked.once('response', (answer) => passBack(answer, response));
    asked.once('error', (error) => {
      if (response.destroyed) return;
      log.warn('front.upstream-away', { target, reason: error.message });
      if (response.headersSent) response.destroy();
      else if (others.length > 0 && method === 'GET') forward(request, response, others);
      else sendUnavailable(response);
    });
    response.once('close', () => asked.destroy());
    if (method === 'GET' || method === 'HEAD') asked.end();
    else request.pipe(asked);
  };
  return forward;
}

function passBack(answer: IncomingMessage, response: Response): void {
  response.writeHead(answer.statusCode ?? 502, passedOn(answer.headers));
  // An event stream's head must not wait for its first event.
  response.flushHeaders();
  pipeline(answer, response, () => {});
}

function passedOn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}
