import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { nginxOrSkip, startNginx } from './real-nginx.ts';
import type { RealNginx } from './real-nginx.ts';

const NOBODY_URL = 'http://127.0.0.1:9';
const BIDS = '/api/v1/auctions/some-id/bids';
const BYTE_EVERY_MS = 50;
const LIMITS = /client_(?:header|body)_timeout 10s;/g;

describe('nginx before clients that send slowly', function slow() {
  this.timeout(30_000);
  const dir = mkdtempSync(join(tmpdir(), 'nginx-'));
  const open: Socket[] = [];
  const heard: string[] = [];
  let nginx: RealNginx;
  let api: Server;

  before(async function start() {
    const programs = nginxOrSkip(this);
    api = createServer((request, response) => {
      heard.push(request.url ?? '');
      void text(request).then((body) => response.end(body));
    }).listen(0, '127.0.0.1');
    await once(api, 'listening');
    const url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    const rooms = { API_URL: url, SSE_URL: NOBODY_URL, S3_URL: `${NOBODY_URL}/sagopalgo` };
    // As in the image, but for a tenth of the time.
    nginx = await startNginx(programs, dir, { ...rooms, WEB_DIST: dir }, (config) => {
      expect(config.match(LIMITS)).to.have.length(2);
      return config.replaceAll(LIMITS, (limit) => limit.replace('10s', '1s'));
    });
  });
  afterEach(() => {
    for (const socket of open.splice(0)) socket.destroy();
    heard.length = 0;
  });
  after(async () => {
    await nginx?.stop();
    api?.close();
    api?.closeAllConnections();
    rmSync(dir, { recursive: true });
  });

  function opened(head: string): Socket {
    const { port, hostname } = new URL(nginx.url);
    const socket = connect(Number(port), hostname);
    open.push(socket);
    socket.on('error', () => undefined).resume();
    socket.write(head);
    return socket;
  }
  /** Writes one byte after the other until told to stop. */
  function trickle(socket: Socket): () => void {
    const timer = setInterval(() => socket.write('a'), BYTE_EVERY_MS);
    socket.once('close', () => clearInterval(timer));
    return () => clearInterval(timer);
  }
  // It is reset, which is an error to whoever listens for one.
  const closed = (socket: Socket) =>
    new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  const others = async () => {
    const answer = await fetch(nginx.url + BIDS, { method: 'POST', body: 'mine' });
    expect([answer.status, await answer.text()]).to.deep.equal([200, 'mine']);
  };

  it('ends one whose head comes byte by byte, and serves the others meanwhile', async () => {
    const socket = opened('GET /api/v1/auctions HTTP/1.1\r\nHost: front\r\nX-Slow: ');
    trickle(socket);
    const ended = closed(socket);
    await others();
    await ended;
    expect(heard).to.deep.equal([BIDS]);
  });

  it('ends one who stops in the middle of a body, of which no room has heard', async () => {
    const socket = opened(
      `POST ${BIDS} HTTP/1.1\r\nHost: front\r\nContent-Length: 100\r\n\r\n{"bid`,
    );
    const ended = closed(socket);
    await others();
    await ended;
    expect(heard).to.deep.equal([BIDS]);
  });

  it('lets one go on whose body comes byte by byte, who holds nobody up: rooms hear of a whole one', async () => {
    const stopping = opened(`POST ${BIDS} HTTP/1.1\r\nHost: front\r\nContent-Length: 9\r\n\r\n`);
    const slow = opened(`POST ${BIDS} HTTP/1.1\r\nHost: front\r\nContent-Length: 40\r\n\r\n`);
    const stop = trickle(slow);
    // By then longer has passed than anybody may pause.
    await closed(stopping);
    await others();
    expect(heard).to.deep.equal([BIDS]);
    const [answer] = (await once(slow, 'data')) as [Buffer];
    stop();
    expect(answer.toString()).to.match(/^HTTP\/1\.1 200 /);
    expect(heard).to.have.length(2);
  });
});
