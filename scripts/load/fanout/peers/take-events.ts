import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import process from 'node:process';
import { z } from 'zod';
import { listen } from '@sagopalgo/core/runtime/internal-server.ts';

const eventSchema = z.looseObject({ auctionId: z.string(), epoch: z.string(), seq: z.int() });

/** An event to be told, with the id that a watcher comes back with. */
export interface PostedEvent {
  id: string;
  event: z.infer<typeof eventSchema>;
}

/**
 * A server on HTTP_PORT that takes events by POST on /publish and leaves everything else to `answer`; on
 * INTERNAL_PORT it says that it is there.
 */
export async function serveEvents(
  tell: (posted: PostedEvent) => void,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  prepare: (server: Server) => void = () => undefined,
): Promise<void> {
  const server = createServer((request, response) => {
    if (request.url !== '/publish') return answer(request, response);
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const event = eventSchema.parse(JSON.parse(text));
      tell({ id: `${event.auctionId}:${event.epoch}:${event.seq}`, event });
      response.writeHead(204).end();
    });
  });
  prepare(server);
  await listen(server, '127.0.0.1', Number(process.env['HTTP_PORT']));
  const ready = createServer((_request, response) => response.end());
  await listen(ready, '127.0.0.1', Number(process.env['INTERNAL_PORT']));
  process.on('disconnect', () => process.exit(0));
}
