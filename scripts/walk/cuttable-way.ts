import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A way to a server that can be cut, or blocked so that nothing comes through and nobody is told. */
export interface CuttableWay {
  /** The server's address by this way. */
  url: string;
  /** Ends every connection, and each that comes from now on. */
  cut: () => void;
  /** Takes connections and all that is sent on them, and answers nothing. */
  block: () => void;
  /** Lets through what comes from now on. */
  open: () => void;
  end: () => Promise<void>;
}

/** Opens a way to the server at `url`, on this machine. */
export async function openWay(url: string): Promise<CuttableWay> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let state: 'open' | 'cut' | 'blocked' = 'open';
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  };
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((near) => {
    keep(near);
    if (state === 'cut') near.destroy();
    // Whoever reads nothing is told nothing either: what is sent is taken and dropped.
    else if (state === 'blocked') near.resume();
    else lead(near, target, keep);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const way = new URL(url);
  way.port = String((server.address() as AddressInfo).port);
  const become = (next: typeof state) => (): void => {
    state = next;
    drop();
  };
  return {
    url: way.href,
    ...{ cut: become('cut'), block: become('blocked'), open: become('open') },
    end: async () => {
      const closed = once(server, 'close');
      server.close();
      drop();
      await closed;
    },
  };
}

function lead(near: Socket, { hostname, port }: URL, keep: (socket: Socket) => void): void {
  const far = connect({ host: hostname, port: Number(port) });
  keep(far);
  near.pipe(far);
  far.pipe(near);
  near.once('close', () => far.destroy());
  far.once('close', () => near.destroy());
}
