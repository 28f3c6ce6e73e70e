import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import process from 'node:process';
import { listen } from '@sagopalgo/core/runtime/internal-server.ts';

/** A bid as the load test sends it. */
export interface SentBid {
  bidId: string;
  kind: 'exact';
  amountKrw: number;
  confirmed: boolean;
}

/** Decides one bid, one way or another. */
export type Decide = (
  auctionId: string,
  bidderId: string,
  bid: SentBid,
) => Promise<{ status: number; body: string }>;

/** Serves nothing but bids, on HTTP_PORT; on INTERNAL_PORT it says that it is there. */
export async function serveBids(decide: Decide): Promise<void> {
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const auctionId = request.url?.split('/')[4] ?? '';
      const bidderId = String(request.headers['x-bidder']);
      void answer(response, decide(auctionId, bidderId, JSON.parse(text) as SentBid));
    });
  });
  await listen(server, '127.0.0.1', Number(process.env['HTTP_PORT']));
  const ready = createServer((_request, response) => response.end());
  await listen(ready, '127.0.0.1', Number(process.env['INTERNAL_PORT']));
  process.on('disconnect', () => process.exit(0));
}

async function answer(response: ServerResponse, deciding: ReturnType<Decide>): Promise<void> {
  const { status, body } = await deciding.catch((error: Error) => ({
    status: 500,
    body: JSON.stringify(error.message),
  }));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
