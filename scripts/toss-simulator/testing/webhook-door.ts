import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A webhook as it came in. */
export interface HeardWebhook {
  headers: IncomingHttpHeaders;
  text: string;
  body: Record<string, unknown> & { eventType?: string; data?: Record<string, unknown> };
}

/** Where a simulator sends its webhooks in tests. */
export interface WebhookDoor {
  url: string;
  heard: HeardWebhook[];
  /** What the next webhooks are answered with, one each; 200 when there is none left. */
  answers: number[];
  close(): Promise<void>;
}

export async function openWebhookDoor(): Promise<WebhookDoor> {
  const heard: HeardWebhook[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const body = JSON.parse(text) as HeardWebhook['body'];
      heard.push({ headers: request.headers, text, body });
      response.writeHead(answers.shift() ?? 200).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/webhooks/toss`,
    heard,
    answers,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
