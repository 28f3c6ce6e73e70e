import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/** Both ends of a connection on this machine. */
export class SocketPair {
  readonly near: Socket;
  readonly far: Socket;
  readonly #read: Buffer[] = [];

  constructor(near: Socket, far: Socket) {
    this.near = near.resume();
    this.far = far.on('data', (bytes: Buffer) => this.#read.push(bytes));
    for (const end of this.ends) end.on('error', () => undefined);
  }

  get ends(): Socket[] {
    return [this.near, this.far];
  }

  /** What the far end has read. */
  get text(): string {
    return Buffer.concat(this.#read).toString();
  }
}

/** Opens real connections, and closes all of them together. */
export class SocketPairs {
  readonly #server: Server = createServer({ noDelay: true });
  readonly #pairs: SocketPair[] = [];

  async open(): Promise<SocketPair> {
    if (!this.#server.listening) await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not a TCP server');
    const accepted = once(this.#server, 'connection');
    const far = connect(address.port, '127.0.0.1');
    const [near] = (await accepted) as [Socket];
    if (far.connecting) await once(far, 'connect');
    const pair = new SocketPair(near, far);
    this.#pairs.push(pair);
    return pair;
  }

  close(): void {
    for (const { ends } of this.#pairs.splice(0)) for (const end of ends) end.destroy();
    this.#server.close();
  }
}

/** The number that the system knows an open socket by; -1 of a closed one. */
export function descriptorOf(socket: Socket): number {
  const { _handle: handle } = socket as { _handle?: { fd?: number } | null };
  return handle?.fd ?? -1;
}
