import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import { closeServer, listen } from '@sagopalgo/core/runtime/internal-server.ts';

const BODY_MAX_BYTES = 1024 * 1024;
const WAITING_MAX = 1_000;

/** A door at which an S3 tells what happened to its files. */
export interface EventsDoor {
  port: number;
  /** Takes nothing more, and resolves when what is under way has ended. */
  close(): Promise<void>;
}

/**
 * Takes S3's notifications by HTTP and hands them to a Lambda's handler one after the other, as AWS would.
 * Whoever tells is not kept waiting. What fails is told in the log alone: the sweep finds it again.
 */
export async function openEventsDoor(options: {
  host: string;
  port: number;
  handler: (event: unknown) => Promise<void>;
  log: Pick<Log, 'warn'>;
}): Promise<EventsDoor> {
  const { handler, log } = options;
  let waiting = 0;
  let isClosing = false;
  let last = Promise.resolve();
  const take = (event: unknown): boolean => {
    if (waiting >= WAITING_MAX) return false;
    waiting += 1;
    last = last
      .then(() => (isClosing ? undefined : handler(event)))
      .catch((error: unknown) => log.warn('events.failed', { error: describeError(error) }))
      .finally(() => (waiting -= 1));
    return true;
  };
  const server = createServer((request, response) => {
    answer(request, response, take).catch(() => response.destroy());
  });
  const port = await listen(server, options.host, options.port);
  return {
    port,
    close: async () => {
      isClosing = true;
      await closeServer(server);
      await last;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  take: (event: unknown) => boolean,
): Promise<void> {
  const text = request.method === 'POST' ? await bodyOf(request) : null;
  const event = text === null ? undefined : parsed(text);
  if (event === undefined) response.writeHead(400).end();
  else response.writeHead(take(event) ? 202 : 503).end();
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > BODY_MAX_BYTES) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
