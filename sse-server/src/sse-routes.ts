import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { Connection } from './connection.ts';
import { allowOrigin } from './cross-origin.ts';
import { retryFrame } from './frames.ts';
import { readClaim } from './own-claim.ts';
import type { Claimed, ClaimDeps } from './own-claim.ts';
import type { OwnEvents } from './own-events.ts';
import { refuse, retryAfter } from './refuse.ts';
import type { RefusalOptions } from './refuse.ts';
import { readWanted } from './wanted.ts';
import type { Wanted } from './wanted.ts';
import { watch } from './watch.ts';
import type { WatchDeps } from './watch.ts';

const PATH = '/events';
const BASE = 'http://sse-server';

export interface SseDeps extends WatchDeps, ClaimDeps {
  own: OwnEvents;
  log: Log;
  connectionsMax: number;
  /** True once the goodbyes have begun. */
  isLeaving: () => boolean;
}

/** Answers `GET /events?auctions=…` with a stream, and everything else with a refusal. */
export function sseRoutes(deps: SseDeps): RequestListener {
  return (request, response) => {
    // A request piped behind one that is still being answered: a stream has no end to wait for.
    if (response.socket === null) request.socket.destroy();
    else answer(deps, request, response);
  };
}

function answer(deps: SseDeps, request: IncomingMessage, response: ServerResponse): void {
  try {
    allowOrigin(deps.publicOrigins, request.headers, response);
    open(deps, response, admit(deps, request));
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    deps.measures.refusals.inc({ code: error.code });
    refuse(response, error, refusalOptions(error));
  }
}

interface Admitted {
  wanted: Wanted[];
  claim: Claimed;
}

function admit(deps: SseDeps, request: IncomingMessage): Admitted {
  const url = URL.parse(request.url ?? '', BASE);
  if (url?.pathname !== PATH) throw new RefusalError('NOT_FOUND');
  if (request.method !== 'GET') throw new RefusalError('INVALID_REQUEST', { allow: 'GET' });
  const wanted = readWanted(url.searchParams, request.headers['last-event-id']);
  const claim = readClaim(deps, request.headers, url.searchParams);
  const isFull = deps.hub.connectionCount >= deps.connectionsMax;
  if (isFull || deps.isLeaving()) throw new RefusalError('UNAVAILABLE');
  if (claim !== null && claim !== 'void') deps.own.admit(claim);
  return { wanted, claim };
}

function refusalOptions({ code, detail }: RefusalError): RefusalOptions {
  if (code === 'UNAVAILABLE' || code === 'RATE_LIMITED') return { headers: retryAfter() };
  if ('allow' in detail) return { status: 405, headers: { allow: 'GET' } };
  return {};
}

function open(deps: SseDeps, response: ServerResponse, { wanted, claim }: Admitted): void {
  const { hub, own, log, measures } = deps;
  // Without chunks a frame goes out as it is, and the stream ends with its connection.
  response.useChunkedEncodingByDefault = false;
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const connection = new Connection(response, (reason) => {
    measures.evictions.inc({ reason });
    log.info('sse.evicted', { reason });
  });
  hub.add(connection);
  connection.send(retryFrame());
  if (claim === 'void') own.deny(connection);
  else if (claim !== null) own.begin(connection, claim);
  for (const want of wanted) {
    watch(deps, connection, want).catch((error: unknown) => {
      if (connection.isClosed) return;
      log.error('sse.watch-failed', { auctionId: want.auctionId, error });
      connection.evict('failed');
    });
  }
}
