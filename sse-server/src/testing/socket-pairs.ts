import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/** Both ends of a connection on this machine. */
export interface SocketPair {
  near: Socket;
  far: Socket;
  /** What the far end has read. */
  readonly text: string;
}

/** Opens real connections, and closes all of them together. */
export class SocketPairs {
  readonly #server: Server = createServer({ noDelay: true });
  readonly #ends: Socket[] = [];

  async open(): Promise<SocketPair> {
    if (!this.#server.listening) await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not a TCP server');
    const accepted = once(this.#server, 'connection');
    const far = connect(address.port, '127.0.0.1');
    await once(far, 'connect');
    const [near] = (await accepted) as [Socket];
    for (const end of [near, far]) end.on('error', () => undefined);
    this.#ends.push(near, far);
    const read: Buffer[] = [];
    far.on('data', (bytes: Buffer) => read.push(bytes));
    near.resume();
    return {
      near,
      far,
      get text() {
        return Buffer.concat(read).toString();
      },
    };
  }

  close(): void {
    for (const end of this.#ends.splice(0)) end.destroy();
    this.#server.close();
  }
}

/** The number that the system knows an open socket by; -1 of a closed one. */
export function descriptorOf(socket: Socket): number {
  return (socket as { _handle?: { fd?: number } | null })._handle?.fd ?? -1;
}
