import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

const CLOSE_IDLE_EVERY_MS = 50;
/** A fault's first word names a part of ours; what follows may be anything. */
const PART = /^[a-z-]{1,20}(?![a-z-])/i;

/** What the inside of a process shows to operators, on a port of its own. */
export interface InternalServer {
  port: number;
  close(): Promise<void>;
}

/** What is served as `/metrics`. */
export interface ShownMetrics {
  registry: Pick<Metrics['registry'], 'contentType' | 'metrics'>;
}

/**
 * Serves `/healthz/live`, `/healthz/ready` and `/metrics`. `faults` names what keeps the process from
 * working right now, an empty list meaning ready, which is among the metrics too; `live` only says that the
 * process answers.
 */
export async function serveInternal(options: {
  host: string;
  port: number;
  metrics: ShownMetrics;
  faults: () => Promise<string[]>;
  /** Brings gauges up to date that are read rather than counted. */
  beforeMetrics?: () => void;
}): Promise<InternalServer> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const port = await listen(server, options.host, options.port);
  return { port, close: () => closeServer(server) };
}

/**
 * Resolves once the server listens, by the port that it has; rejects when the port cannot be had. Of servers
 * that all reuse a port the system gives each new connection to one.
 */
export function listen(
  server: Server,
  host: string,
  port: number,
  { reusePort = false }: { reusePort?: boolean } = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, reusePort }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Takes no more connections, ends idle ones and resolves when the last request is answered. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    // A connection that is busy now would be kept alive after its answer.
    const closing = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
    server.close((error) => {
      clearInterval(closing);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}

async function answer(
  {
    metrics,
    faults,
    beforeMetrics,
  }: { metrics: ShownMetrics; faults: () => Promise<string[]>; beforeMetrics?: () => void },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  switch (request.url) {
    case '/healthz/live':
      response.end('live\n');
      return;
    case '/healthz/ready': {
      const found = await faults();
      response.writeHead(found.length === 0 ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ready: found.length === 0, faults: found }));
      return;
    }
    case '/metrics':
      beforeMetrics?.();
      response.setHeader('content-type', metrics.registry.contentType);
      response.end((await metrics.registry.metrics()) + readiness(await faults()));
      return;
    default:
      response.writeHead(404).end();
  }
}

/** Whoever scrapes learns what a probe would: whether the process is ready, and which part of it is not. */
function readiness(faults: readonly string[]): string {
  const parts = new Set(faults.map((fault) => PART.exec(fault)?.[0].toLowerCase() ?? 'other'));
  return [
    '',
    '# HELP process_ready Whether the process can do its work',
    '# TYPE process_ready gauge',
    `process_ready ${faults.length === 0 ? 1 : 0}`,
    '# HELP process_faults What keeps the process from its work, by the first word of each fault',
    '# TYPE process_faults gauge',
    ...[...parts].map((part) => `process_faults{part="${part}"} 1`),
    '',
  ].join('\n');
}
