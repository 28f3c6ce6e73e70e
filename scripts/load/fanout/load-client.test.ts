import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import process from 'node:process';
import { expect } from 'chai';
import { clientFault, clientProgram } from './client-program.ts';
import { ALL_EVENTS, startLoadClient } from './load-client.ts';
import type { LoadClient, Watching } from './load-client.ts';
import type { Tally } from './tally.ts';

const STREAM = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n';
const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
const UPGRADE = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';

const bid = (seq: number, more = ''): string =>
  `id: a-0:e1:${seq}\nevent: bid\ndata: {"auctionId":"a-0","epoch":"e1","seq":${seq}${more}}\n\n`;

describe('the load client', function () {
  this.timeout(90_000);
  let program = '';
  let server: Server;
  let greeting: (socket: Socket, request: string) => void;
  const sockets: Socket[] = [];
  const clients: LoadClient[] = [];

  before(async function () {
    if (clientFault() !== null) this.skip();
    program = await clientProgram((line) => void process.stdout.write(`${line}\n`));
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.once('data', (request) => greeting(socket, String(request)));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  });

  after(() => void server?.close());

  afterEach(async () => {
    for (const client of clients.splice(0)) await client.end();
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  async function watch(given: Partial<Watching> = {}): Promise<LoadClient> {
    const { port } = server.address() as AddressInfo;
    const plain = { path: '/events', protocol: 'sse', watchers: 1, topics: 1 } as const;
    const rest = { stopped: 0, keepsIds: false };
    const client = startLoadClient(program, { port, ...plain, ...rest, ...given });
    clients.push(client);
    client.measure(ALL_EVENTS);
    await client.open();
    return client;
  }

  async function tallyOf(client: LoadClient, isThere: (tally: Tally) => boolean): Promise<Tally> {
    for (let tries = 0; tries < 1_000; tries += 1) {
      const tally = await client.report();
      if (isThere(tally)) return tally;
    }
    throw new Error('the client did not hear what it was sent');
  }

  it('counts events, however they are cut into pieces', async () => {
    greeting = (socket) => void socket.write(STREAM);
    const client = await watch();
    const text = bid(1) + bid(2) + bid(3);
    for (let at = 0; at < text.length; at += 37) {
      sockets[0]?.write(text.slice(at, at + 37));
      await client.report();
    }
    const { told, missed } = await tallyOf(client, ({ told }) => told === 3);
    expect({ told, missed }).to.deep.equal({ told: 3, missed: 0 });
  });

  it('reads chunks, also where one ends within a word', async () => {
    greeting = (socket) => void socket.write(CHUNKED);
    const client = await watch();
    const text = bid(1) + bid(2);
    const cut = text.indexOf('"seq":') + 3;
    for (const part of [text.slice(0, cut), text.slice(cut)]) {
      sockets[0]?.write(`${part.length.toString(16)}\r\n${part}\r\n`);
    }
    const { deliveries } = await tallyOf(client, ({ told }) => told === 2);
    expect(deliveries).to.equal(2);
  });

  it('tells merged, missed and repeated events, snapshots and gaps apart', async () => {
    greeting = (socket) => void socket.write(STREAM);
    const client = await watch();
    const snapshot = bid(10).replace('event: bid', 'event: snapshot');
    const gap = 'event: gap\ndata: {"auctionId":"a-0","fromSeq":21,"toSeq":29}\n\n';
    const merged = [bid(14, ',"merged":3'), bid(26, ',"merged":2')];
    sockets[0]?.write(
      snapshot + bid(11) + merged[0] + bid(14) + bid(20) + gap + bid(21) + merged[1],
    );
    const tally = await tallyOf(client, ({ told }) => told === 8);
    const { deliveries, missed, repeated, snapshots, gaps } = tally;
    expect({ deliveries, missed, repeated, snapshots, gaps }).to.deep.equal({
      ...{ deliveries: 5, missed: 8, repeated: 1 },
      ...{ snapshots: 1, gaps: 1 },
    });
  });

  it('measures only what it is told to, from the moment each event was planned for', async () => {
    greeting = (socket) => void socket.write(STREAM);
    const client = await watch();
    const startMs = Date.now() - 5_000;
    const agesMs = [0, 0] as const;
    client.measure({ fromSeq: 2, toSeq: 3, startMs, intervalMs: 1_000, agesMs });
    await client.report();
    sockets[0]?.write(bid(1) + bid(2) + bid(3) + bid(4));
    const { told, maxUs, p50Us } = await tallyOf(client, ({ told }) => told === 2);
    expect(told).to.equal(2);
    expect(maxUs).to.be.at.least(5_000_000);
    expect(maxUs - p50Us).to.be.within(1, 1_001_000);
  });

  it('speaks socket.io: answers the greeting and pings, and reads long and short messages', async () => {
    const heard: string[] = [];
    const message = (text: string): Buffer => {
      const length = Buffer.byteLength(text);
      const head = length < 126 ? [0x81, length] : [0x81, 126, length >> 8, length & 255];
      return Buffer.concat([Buffer.from(head), Buffer.from(text)]);
    };
    greeting = (socket) => {
      socket.write(UPGRADE);
      socket.write(message('0{"sid":"x"}'));
      socket.on('data', (bytes: Buffer) => {
        heard.push(String(bytes.subarray(6)));
        if (heard.length === 1) socket.write(message('40{"sid":"y"}'));
      });
    };
    const client = await watch({ protocol: 'websocket' });
    const long = `,"more":"${'-'.repeat(300)}"`;
    const events = [`42["bid",{"seq":1}]`, `42["bid",{"seq":2${long}}]`, '2'];
    sockets[0]?.write(Buffer.concat(events.map(message)));
    const { missed } = await tallyOf(client, ({ told }) => told === 2);
    await tallyOf(client, () => heard.length === 2);
    expect(heard).to.deep.equal(['40', '3']);
    expect(missed).to.equal(0);
  });

  it('comes back with the last id and says when all hold what they missed', async () => {
    const requests: string[] = [];
    greeting = (socket, request) => {
      requests.push(request);
      socket.write(STREAM + (requests.length > 3 ? bid(2) + bid(3) : bid(1)));
    };
    const client = await watch({ watchers: 3, keepsIds: true });
    await tallyOf(client, ({ told }) => told === 3);
    await client.cut();
    client.measure(ALL_EVENTS);
    expect(await client.resume(3)).to.be.greaterThan(0);
    const { told, missed } = await client.report();
    expect({ told, missed }).to.deep.equal({ told: 6, missed: 0 });
    expect(
      requests.slice(3).every((text) => text.includes('last-event-id: a-0:e1:1\r\n')),
    ).to.equal(true);
  });

  it('counts who is refused and whom the server lets go', async () => {
    let asked = 0;
    greeting = (socket) => {
      asked += 1;
      if (asked === 1) socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
      else socket.end(STREAM);
    };
    const client = await watch({ watchers: 2 });
    const { refused, lost } = await tallyOf(client, (tally) => tally.lost === 1);
    expect({ refused, lost }).to.deep.equal({ refused: 1, lost: 1 });
  });
});
