import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { crossOriginHeaders } from './cross-origin.ts';
import { admit, openStream, STREAM_HEADERS } from './open-stream.ts';
import type { Admitted, StreamDeps } from './open-stream.ts';
import { readSimpleHead } from './simple-head.ts';

export interface DoorSettings {
  /** How long a connection may take to say what it wants. */
  silentMaxMs: number;
}

/**
 * Stands before an HTTP server: reads plain requests for streams by itself and opens those that there
 * is room for, without the parser and the two objects that HTTP would keep for as long as the stream
 * lives. Everything else goes on to the server as it came.
 */
export class Door {
  readonly #deps: StreamDeps;
  readonly #passOn: (socket: Socket) => void;
  readonly #silent = new Map<Socket, number>();
  readonly #sweep: NodeJS.Timeout;

  constructor(server: Server, deps: StreamDeps, { silentMaxMs }: DoorSettings) {
    this.#deps = deps;
    const listeners = server.listeners('connection');
    server.removeAllListeners('connection');
    this.#passOn = (socket) => {
      for (const listener of listeners) listener.call(server, socket);
    };
    server.on('connection', (socket) => this.#meet(socket));
    this.#sweep = setInterval(() => this.#sendSilentAway(silentMaxMs), silentMaxMs / 10);
  }

  /** Waits for nobody any more who has not said what he wants. */
  close(): void {
    clearInterval(this.#sweep);
    for (const socket of this.#silent.keys()) socket.destroy();
  }

  #meet(socket: Socket): void {
    this.#silent.set(socket, performance.now());
    socket.on('error', ignore);
    const forget = (): boolean => this.#silent.delete(socket);
    socket.once('close', forget);
    socket.once('data', (bytes: Buffer) => {
      forget();
      socket.off('close', forget);
      this.#answer(socket, bytes);
    });
  }

  // Nobody catches what leaves a listener: it would end the process, and everybody's stream with it.
  #answer(socket: Socket, bytes: Buffer): void {
    try {
      if (!this.#openAtOnce(socket, bytes)) this.#handOver(socket, bytes);
    } catch (error) {
      this.#deps.log.error('sse.request-failed', { error });
      socket.destroy();
    }
  }

  #openAtOnce(socket: Socket, bytes: Buffer): boolean {
    const head = readSimpleHead(bytes);
    if (head === null) return false;
    const remoteAddress = socket.remoteAddress ?? 'unknown';
    const admitted = admittedOrNull(this.#deps, { ...head, remoteAddress });
    if (admitted === null) return false;
    // Whoever ends his half wants no more; whatever else he says is not listened to.
    socket.allowHalfOpen = false;
    socket.resume();
    const crossOrigin = crossOriginHeaders(this.#deps.publicOrigins, head.headers);
    openStream(this.#deps, socket, admitted, streamHead(crossOrigin));
    return true;
  }

  #handOver(socket: Socket, bytes: Buffer): void {
    socket.pause();
    socket.off('error', ignore);
    socket.unshift(bytes);
    this.#passOn(socket);
    socket.resume();
  }

  #sendSilentAway(silentMaxMs: number): void {
    const sinceMs = performance.now() - silentMaxMs;
    for (const [socket, atMs] of this.#silent) if (atMs <= sinceMs) socket.destroy();
  }
}

// A refusal, or whatever else goes wrong with it, is for the server to answer.
function admittedOrNull(deps: StreamDeps, request: Parameters<typeof admit>[1]): Admitted | null {
  try {
    return admit(deps, request);
  } catch {
    return null;
  }
}

// As the server writes it.
function streamHead(crossOrigin: Record<string, string>): Buffer {
  const headers = Object.entries({ ...crossOrigin, ...STREAM_HEADERS });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const date = new Date().toUTCString();
  return Buffer.from(`HTTP/1.1 200 OK\r\n${lines}Date: ${date}\r\nConnection: close\r\n\r\n`);
}

function ignore(): void {}
