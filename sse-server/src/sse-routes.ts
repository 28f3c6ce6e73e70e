import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { crossOriginHeaders } from './cross-origin.ts';
import { admit, openStream, STREAM_HEADERS } from './open-stream.ts';
import type { Admitted, StreamDeps } from './open-stream.ts';
import { refuse, retryAfter } from './refuse.ts';
import type { RefusalOptions } from './refuse.ts';

const NOTHING = Buffer.alloc(0);

/**
 * Answers what the door did not: `GET /events?auctions=…` with a stream all the same, and everything
 * else with a refusal.
 */
export function sseRoutes(deps: StreamDeps): RequestListener {
  return (request, response) => {
    // A request piped behind one that is still being answered: a stream has no end to wait for.
    if (response.socket === null) request.socket.destroy();
    else answer(deps, request, response);
  };
}

function answer(deps: StreamDeps, request: IncomingMessage, response: ServerResponse): void {
  try {
    const { method = '', url: target = '', headers, socket } = request;
    response.setHeaders(new Map(Object.entries(crossOriginHeaders(deps.publicOrigins, headers))));
    const remoteAddress = socket.remoteAddress ?? 'unknown';
    open(deps, response, admit(deps, { method, target, headers, remoteAddress }));
  } catch (error) {
    const refusal = refusalOf(deps, error);
    deps.measures.refusals.inc({ code: refusal.code });
    if (response.headersSent) request.socket.destroy();
    else refuse(response, refusal, refusalOptions(refusal));
  }
}

// Nobody catches what leaves a listener: it would end the process, and everybody's stream with it.
function refusalOf({ log }: StreamDeps, error: unknown): RefusalError {
  if (error instanceof RefusalError) return error;
  log.error('sse.request-failed', { error });
  return new RefusalError('INTERNAL');
}

function refusalOptions({ code, detail }: RefusalError): RefusalOptions {
  // Whoever is one too many is not kept connected for another request.
  const close = { connection: 'close' };
  if (code === 'UNAVAILABLE') return { headers: { ...retryAfter(), ...close } };
  if (code === 'RATE_LIMITED') {
    return { headers: { ...retryAfter(Number(detail['retryAfterMs'])), ...close } };
  }
  if ('allow' in detail) return { status: 405, headers: { allow: 'GET' } };
  return {};
}

function open(deps: StreamDeps, response: ServerResponse, admitted: Admitted): void {
  const { socket } = response;
  if (socket === null) return;
  // Without chunks a frame goes out as it is, and the stream ends with its connection.
  response.useChunkedEncodingByDefault = false;
  response.writeHead(200, STREAM_HEADERS);
  response.flushHeaders();
  openStream(deps, socket, admitted, NOTHING);
}
