// The least a server can do with a bid: read it whole and answer. What everything else is set against.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => (text += chunk));
  request.on('end', () => {
    const { bidId } = JSON.parse(text) as { bidId: string };
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ bidId }));
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));
