import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext } from 'playwright-core';

/** A stand-in for the stream: what is looked at is what the page makes of an event. */
export interface ToldWindow {
  /** Tells whoever is connected, and whoever comes later. */
  tell: (event: string, content: object) => void;
  /** Ends every stream; the pages connect again. */
  cutOff: () => void;
  /** How often it was connected to. */
  connections: () => number;
  stop: () => void;
}

/** Answers this browser's requests for the stream in the sse-server's place. */
export async function toldWindow(context: BrowserContext): Promise<ToldWindow> {
  const open = new Set<ServerResponse>();
  const frames: string[] = [];
  let connections = 0;
  const server = createServer((_request, response) => {
    connections += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`retry: 100\n\n${frames.join('')}`);
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await context.route('**/events?*', (route) => route.continue({ url }));
  return {
    tell: (event, content) => {
      const frame = `event: ${event}\ndata: ${JSON.stringify(content)}\n\n`;
      frames.push(frame);
      for (const response of open) response.write(frame);
    },
    cutOff: () => {
      for (const response of open) response.end();
    },
    connections: () => connections,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
