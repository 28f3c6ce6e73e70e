// One channel of better-sse. The library gives ids and asks back for them, and leaves the past to its
// user: here the last 64 events, as nchan keeps them.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createChannel, createSession } from 'better-sse';
import { serveEvents } from './take-events.ts';
import type { PostedEvent } from './take-events.ts';

const KEPT = 64;

const channel = createChannel();
const past: PostedEvent[] = [];

await serveEvents(
  (posted) => {
    past.push(posted);
    if (past.length > KEPT) past.shift();
    channel.broadcast(posted.event, 'bid', { eventId: posted.id });
  },
  (request, response) => void join(request, response),
);

async function join(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const session = await createSession(request, response);
  const known = past.findIndex(({ id }) => id === session.lastId);
  const missed = session.lastId === '' ? [] : past.slice(known + 1);
  for (const { event, id } of missed) session.push(event, 'bid', id);
  channel.register(session);
}
