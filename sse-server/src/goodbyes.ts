import type { Server } from 'node:http';
import { closeServer } from '@sagopalgo/core/runtime/internal-server.ts';
import type { Connection } from './connection.ts';
import { retryFrame } from './frames.ts';

const LINGER_MS = 1_000;

/**
 * Takes no more watchers and ends each stream at a random moment within `spreadMs`, with a hint when
 * to come back, so that the other processes are not asked by all at once. Resolves when the last one
 * is gone; whoever does not take the end is cut off a second later.
 */
export async function sayGoodbyes(
  server: Server,
  connections: ReadonlySet<Connection>,
  spreadMs: number,
): Promise<void> {
  const closed = closeServer(server);
  for (const connection of connections) {
    setTimeout(() => connection.end(retryFrame()), Math.random() * spreadMs);
  }
  const cutShort = setTimeout(() => {
    server.closeAllConnections();
    for (const connection of connections) connection.destroy();
  }, spreadMs + LINGER_MS);
  await closed;
  clearTimeout(cutShort);
}
