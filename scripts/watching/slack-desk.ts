import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { closeServer, listen } from '@sagopalgo/core/runtime/internal-server.ts';

/** What stands in for Slack: takes what an incoming webhook is sent. */
export interface SlackDesk {
  url: string;
  messages: string[];
  close: () => Promise<void>;
}

export async function openSlackDesk(): Promise<SlackDesk> {
  const messages: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((message) => {
      messages.push(message);
      return response.end('ok');
    });
  });
  const port = await listen(server, '127.0.0.1', 0);
  const url = `http://127.0.0.1:${port}/services/T0/B0/secret`;
  return { url, messages, close: () => closeServer(server) };
}
