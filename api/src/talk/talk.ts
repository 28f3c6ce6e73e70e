import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Request } from 'express';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Server as Engine } from 'engine.io';
import { Server } from 'socket.io';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { TALK_PATH } from '@sagopalgo/core/contracts/talk.ts';
import { TALK_STREAM_KEY } from '@sagopalgo/core/redis/keys.ts';
import type { Deps } from '../deps.ts';
import { addressKey } from '../http/client-address.ts';
import { refusalOf } from '../http/refuse.ts';
import { StreamLines, WAIT_FOR_NEWS_MS } from './stream-lines.ts';
import { bindCalls, talkRefusal } from './talk-calls.ts';
import { checkSignedIn, readTalker } from './talk-claims.ts';
import { endTalk, endWhoMayNotTalk, talkerOf } from './talk-ends.ts';
import { talkHandlers } from './talk-handlers.ts';
import type { TalkRoom } from './talk-handlers.ts';

/** Of a process, and of one person at it. */
const CONNECTIONS_MAX = 4_000;
const CONNECTIONS_OF_PERSON_MAX = 20;
/** A message of MESSAGE_MAX_CHARS, each of them escaped, and what is around it. */
const PACKET_MAX_BYTES = 16 * 1024;
/** Whoever does not say in that time who they are is cut off. */
const HANDSHAKE_WITHIN_MS = 5_000;
const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 1_000;
/** Nobody who is slow to say goodbye holds up the end of the process. */
const GOODBYE_WITHIN_MS = 1_000;
const HEAR_WITHIN_MS = 1_000;
/** What a reader of another process may be behind by, many times over. */
const STREAM_ENTRIES_MAX = 1_000;

type TalkSocket = Parameters<Parameters<Server['use']>[0]>[0];

interface Opened {
  io: Server;
  engine: Engine;
  lines: StreamLines;
  looking: NodeJS.Timeout;
}

/**
 * Where buyer and seller talk, over WebSockets of the api's own server. It takes up nothing before somebody
 * comes, and no request but its own passes through it.
 */
export class Talk {
  readonly #deps: Deps;
  readonly #raw = new Set<Duplex>();
  #opened: Opened | null = null;
  #isClosing = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Whether a request asks to talk. */
  readonly isFor = ({ url = '', headers }: IncomingMessage): boolean => {
    const [path] = url.split('?', 1);
    return path === `${TALK_PATH}/` && headers.upgrade?.toLowerCase() === 'websocket';
  };

  /** Makes a connection of such a request, or says by a status why not. */
  readonly connect = (request: IncomingMessage, raw: Duplex, head: Buffer): void => {
    raw.on('error', () => raw.destroy());
    const status = this.#statusFor(request);
    if (status !== null) {
      raw.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\n\r\n`);
      return;
    }
    this.#raw.add(raw);
    raw.once('close', () => this.#raw.delete(raw));
    this.#open().engine.handleUpgrade(request, raw, head);
  };

  /** Tells both sides that a talk is otherwise than it was. */
  tellChanged(orderId: string): void {
    this.#tell(orderId, 'changed', { orderId });
  }

  /** Takes no more connections and ends those there are: clients come back to another process by themselves. */
  async goodbye(): Promise<void> {
    this.#isClosing = true;
    if (!this.#opened) return;
    clearInterval(this.#opened.looking);
    for (const socket of this.#opened.io.sockets.sockets.values()) socket.conn.close();
    const ends = [...this.#raw].map(
      (raw) => new Promise<void>((resolve) => void raw.once('close', () => resolve())),
    );
    const cut = setTimeout(() => {
      for (const raw of this.#raw) raw.destroy();
    }, GOODBYE_WITHIN_MS);
    await Promise.all(ends);
    clearTimeout(cut);
  }

  /** Lets go of Redis. */
  async end(): Promise<void> {
    await this.goodbye();
    const opened = this.#opened;
    this.#opened = null;
    if (!opened) return;
    await opened.io.close();
    opened.lines.disconnect();
  }

  #statusFor(request: IncomingMessage): number | null {
    if (this.#isClosing || this.#raw.size >= CONNECTIONS_MAX) return 503;
    const { limits, now } = this.#deps;
    // The server's messages have the prototypes of Express's requests.
    return limits.talksOfAddress.allows(addressKey(request as Request), now()) ? null : 429;
  }

  #open(): Opened {
    this.#opened ??= this.#start();
    return this.#opened;
  }

  #start(): Opened {
    const deps = this.#deps;
    const lines = new StreamLines(deps);
    const io = new Server({
      serveClient: false,
      connectTimeout: HANDSHAKE_WITHIN_MS,
      adapter: createAdapter(lines, {
        streamName: TALK_STREAM_KEY,
        maxLen: STREAM_ENTRIES_MAX,
        blockTimeInMs: WAIT_FOR_NEWS_MS,
      }),
    });
    const engine = new Engine({
      // A process that takes over a connection needs nothing of the one before, so none has to be found again.
      transports: ['websocket'],
      allowUpgrades: false,
      maxHttpBufferSize: PACKET_MAX_BYTES,
      pingInterval: PING_EVERY_MS,
      pingTimeout: PONG_WITHIN_MS,
    });
    io.bind(engine);
    io.use((socket, next) => void this.#admit(socket, next));
    io.on('connection', (socket) => this.#welcome(socket, this.#roomOf(lines)));
    const looking = setInterval(() => void this.#look(io), LOOK_EVERY_MS);
    return { io, engine, lines, looking };
  }

  async #admit(socket: TalkSocket, next: (error?: Error) => void): Promise<void> {
    const { auth, headers } = socket.handshake;
    try {
      const talker = readTalker(this.#deps, { auth, headers });
      await checkSignedIn(this.#deps, talker);
      socket.data = { talker };
    } catch (error) {
      next(asConnectError(error));
      return;
    }
    next();
  }

  #welcome(socket: TalkSocket, room: TalkRoom): void {
    const talker = talkerOf(socket);
    const own = `person:${talker.userId}`;
    void socket.join(own);
    const { rooms } = socket.nsp.adapter;
    if ((rooms.get(own)?.size ?? 0) > CONNECTIONS_OF_PERSON_MAX) {
      endTalk(socket, new RefusalError('RATE_LIMITED', { retryAfterMs: 60_000 }));
      return;
    }
    const { userId } = talker;
    bindCalls(this.#deps, socket, talker, talkHandlers(this.#deps, socket, { userId, room }));
  }

  #roomOf(lines: StreamLines): TalkRoom {
    return {
      name: roomOf,
      whenHearing: async () => {
        const waited = new Promise<void>((resolve) => {
          setTimeout(resolve, HEAR_WITHIN_MS).unref();
        });
        await Promise.race([lines.whenReading().catch(() => undefined), waited]);
      },
      tell: (...told) => this.#tell(...told),
    };
  }

  #tell(...[orderId, event, told]: Parameters<TalkRoom['tell']>): void {
    if (!this.#isClosing || this.#opened) this.#open().io.to(roomOf(orderId)).emit(event, told);
  }

  async #look(io: Server): Promise<void> {
    this.#deps.metrics.talkConnections(io.sockets.sockets.size);
    await endWhoMayNotTalk(this.#deps, io);
  }
}

function roomOf(orderId: string): string {
  return `order:${orderId}`;
}

function asConnectError(error: unknown): Error {
  const refusal = refusalOf(error);
  return Object.assign(new Error(refusal.code), { data: talkRefusal(refusal) });
}
