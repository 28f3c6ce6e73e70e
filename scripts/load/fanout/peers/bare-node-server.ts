// The least that a server on Node can do: the head of an answer, and every event as one shared buffer
// written to each socket. It keeps no past, no limits and no account of who is behind.
import type { Socket } from 'node:net';
import { serveEvents } from './take-events.ts';

const HEAD =
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\nconnection: close\r\n\r\n';

const watchers = new Set<Socket>();

await serveEvents(
  ({ id, event }) => {
    const frame = Buffer.from(`id: ${id}\nevent: bid\ndata: ${JSON.stringify(event)}\n\n`);
    for (const watcher of watchers) watcher.write(frame);
  },
  ({ socket }) => {
    socket.write(HEAD);
    watchers.add(socket);
    socket.once('close', () => watchers.delete(socket));
  },
);
