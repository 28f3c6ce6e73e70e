import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

/** A way to a Redis on this machine that can go dead. */
export interface Wire {
  url: string;
  /** How many have come this way so far. */
  readonly connections: number;
  /** From now on nothing passes on the connections that there are, and none of them is closed. */
  stall(): void;
  close(): void;
}

/** Opens a way to what listens on `port`. */
export async function openWire(port: number): Promise<Wire> {
  const ends: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near.pipe(far).pipe(near);
    for (const end of [near, far]) end.on('error', () => undefined);
    ends.push(near, far);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP server');
  return {
    url: `redis://127.0.0.1:${address.port}`,
    get connections() {
      return ends.length / 2;
    },
    stall: () => {
      for (const end of ends) {
        end.unpipe();
        end.pause();
      }
    },
    close: () => {
      server.close();
      for (const end of ends) end.destroy();
    },
  };
}
