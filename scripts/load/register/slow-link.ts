import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const CHUNK_BYTES = 16 * 1024;
const WAIT_FROM_MS = 1;

/** A line of so many bits a second, which everything that goes up it has to share. */
export class Pace {
  readonly #msPerByte: number;
  #freeAtMs = 0;

  constructor(bitsPerSecond: number) {
    this.#msPerByte = 8_000 / bitsPerSecond;
  }

  /** Resolves when so many bytes are through. */
  async pass(bytes: number): Promise<void> {
    const nowMs = performance.now();
    this.#freeAtMs = Math.max(nowMs, this.#freeAtMs) + bytes * this.#msPerByte;
    const waitMs = this.#freeAtMs - nowMs;
    if (waitMs >= WAIT_FROM_MS) await pause(waitMs);
  }
}

/** A way to a server on this machine along a slow line. */
export interface SlowLink {
  url: string;
  close(): Promise<void>;
}

/** Opens a way to `port` on which what goes up keeps to the pace; what comes down is not held back. */
export async function openSlowLink(port: number, pace: Pace): Promise<SlowLink> {
  const sockets = new Set<Socket>();
  const server = createServer({ highWaterMark: CHUNK_BYTES }, (client) => {
    const upstream = connect({ host: '127.0.0.1', port, noDelay: true });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
    client.once('error', () => upstream.destroy());
    upstream.once('error', () => client.destroy());
    upstream.pipe(client);
    void carryUp(client, upstream, pace);
  });
  const url = await listening(server);
  return {
    url,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function carryUp(client: Socket, upstream: Socket, pace: Pace): Promise<void> {
  try {
    for await (const chunk of client as AsyncIterable<Buffer>) {
      await pace.pass(chunk.length);
      if (!upstream.write(chunk)) await new Promise((resolve) => upstream.once('drain', resolve));
    }
    upstream.end();
  } catch {
    // Whoever went away first has ended both.
    upstream.destroy();
  }
}

function listening(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('not a TCP server'));
      else resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}
