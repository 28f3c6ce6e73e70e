import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Express } from 'express';
import { expressMessages } from './express-messages.ts';

/** Longer than a front keeps an idle connection, so that it is never the api that cuts one in use. */
const KEEP_ALIVE_MS = 75_000;
/** Of one request; idle time between requests does not count. */
const HEADERS_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 30_000;
/** How often connections are looked at that take too long. */
const LOOK_EVERY_MS = 1_000;
const HEADER_MAX_BYTES = 16 * 1024;
const CONNECTIONS_MAX = 10_000;

/** What bounds a server's connections; times in milliseconds. */
export interface ServerLimits {
  headersWithinMs?: number;
  requestWithinMs?: number;
  lookEveryMs?: number;
  connectionsMax?: number;
}

/** What takes over a connection that is to be used otherwise; any other is answered as if it had not asked. */
export interface Upgrading {
  isFor: (request: IncomingMessage) => boolean;
  connect: (request: IncomingMessage, raw: Duplex, head: Buffer) => void;
}

/**
 * The server that `listener` answers on, with the messages of `app`, not listening yet. Who sends too slowly is
 * answered 408 and cut, who sends too many headers 431; connections beyond the most it holds are closed at once.
 */
export function createApiServer(
  { app, listener, talk }: { app: Express; listener: RequestListener; talk: Upgrading },
  limits: ServerLimits = {},
): Server {
  const server = createServer(
    {
      ...expressMessages(app),
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: limits.headersWithinMs ?? HEADERS_WITHIN_MS,
      requestTimeout: limits.requestWithinMs ?? REQUEST_WITHIN_MS,
      connectionsCheckingInterval: limits.lookEveryMs ?? LOOK_EVERY_MS,
      maxHeaderSize: HEADER_MAX_BYTES,
      shouldUpgradeCallback: talk.isFor,
    },
    listener,
  );
  server.on('upgrade', talk.connect);
  server.maxConnections = limits.connectionsMax ?? CONNECTIONS_MAX;
  return server;
}
