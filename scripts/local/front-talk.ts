import { request as httpRequest, STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { TALK_PATH } from '@sagopalgo/core/contracts/talk.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { sayWhoAsked } from './say-who-asked.ts';

const CONNECT_WITHIN_MS = 5_000;
const UNAVAILABLE = 503;

/** The WebSockets of talks, which go to an api and stay with it. */
export interface FrontTalks {
  /** Whether a request asks for one; no other is taken out of its way. */
  isFor: (request: IncomingMessage) => boolean;
  connect: (request: IncomingMessage, client: Duplex, head: Buffer) => void;
  /** Cuts those there are. */
  stop: () => void;
}

/** Connects clients to the first of `apis` that answers; either end of a connection takes the other along. */
export function frontTalks(apis: () => string[], log: Pick<Log, 'warn'>): FrontTalks {
  const clients = new Set<Duplex>();
  return {
    isFor: ({ url, headers }) =>
      url?.split('?', 1)[0] === `${TALK_PATH}/` && headers.upgrade?.toLowerCase() === 'websocket',
    connect: (request, client, head) => {
      clients.add(client);
      client.once('close', () => clients.delete(client));
      client.on('error', () => client.destroy());
      sayWhoAsked(request);
      forward({ request, client, head }, apis(), log);
    },
    stop: () => {
      for (const client of clients) client.destroy();
    },
  };
}

interface Asking {
  request: IncomingMessage;
  client: Duplex;
  head: Buffer;
}

function forward(asking: Asking, targets: string[], log: Pick<Log, 'warn'>): void {
  const { request, client, head } = asking;
  const [target = '', ...others] = targets;
  const { hostname: host, port } = new URL(target);
  const { headers, url: path = '/' } = request;
  const timeout = CONNECT_WITHIN_MS;
  const asked = httpRequest({ host, port, path, headers, timeout, agent: false });
  asked.once('upgrade', (answer, above, aboveHead) => {
    client.write(`${headOf(answer)}\r\n`);
    client.write(aboveHead);
    above.write(head);
    above.setTimeout(0);
    above.on('error', () => above.destroy());
    above.once('close', () => client.destroy());
    client.once('close', () => above.destroy());
    above.pipe(client);
    client.pipe(above);
  });
  asked.once('response', (answer) => {
    client.end(`${headOf(answer)}\r\n`);
    answer.resume();
  });
  asked.once('timeout', () => asked.destroy(new Error('the api is silent')));
  asked.once('error', (error) => {
    if (client.destroyed) return;
    log.warn('front.upstream-away', { target, reason: error.message });
    if (others.length > 0) forward(asking, others, log);
    else
      client.end(
        `HTTP/1.1 ${UNAVAILABLE} ${STATUS_CODES[UNAVAILABLE]}\r\nconnection: close\r\n\r\n`,
      );
  });
  asked.end();
}

function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}\r\n`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}\r\n`);
  }
  return lines.join('');
}
