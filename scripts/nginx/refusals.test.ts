import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { REFUSALS } from '@sagopalgo/core/contracts/errors.ts';
import { problemSchema } from '@sagopalgo/core/contracts/problem.ts';
import type { RefusalCode } from '@sagopalgo/core/contracts/errors.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { NginxPrograms } from '../services/nginx-program.ts';
import { nginxOrSkip, startNginx } from './real-nginx.ts';
import type { RealNginx } from './real-nginx.ts';

const NOBODY_URL = 'http://127.0.0.1:9';
const BODY_MAX_BYTES = 64 * 1024;
const HELD_MAX = 600;
const BIDS = '/api/v1/auctions/some-id/bids';

describe('nginx before rooms that are away, silent or spared', function refusing() {
  this.timeout(60_000);
  const dir = mkdtempSync(join(tmpdir(), 'nginx-'));
  const seen: { request: IncomingMessage; body: string }[] = [];
  const held: Socket[] = [];
  let programs: NginxPrograms;
  let nginx: RealNginx;
  let alone: RealNginx;
  let api: { server: Server; url: string };
  let silent: ReturnType<typeof createTcpServer>;

  before(async function start() {
    programs = nginxOrSkip(this);
    api = await serve((request, body) => seen.push({ request, body }));
    silent = createTcpServer((socket) => {
      held.push(socket);
      socket.on('error', () => undefined).resume();
    });
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const silentUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const page = join(dir, 'page');
    mkdirSync(page);
    writeFileSync(join(page, 'index.html'), '<title>사고팔고</title>');
    const rooms = { API_URL: api.url, SSE_URL: silentUrl, S3_URL: `${NOBODY_URL}/sagopalgo` };
    nginx = await startNginx(programs, join(dir, 'one'), { ...rooms, WEB_DIST: page });
    const away = { ...rooms, API_URL: NOBODY_URL, SSE_URL: NOBODY_URL };
    alone = await startNginx(programs, join(dir, 'alone'), { ...away, WEB_DIST: page });
  });
  after(async () => {
    await nginx?.stop();
    await alone?.stop();
    silent?.close();
    for (const socket of held) socket.destroy();
    api?.server.close();
    api?.server.closeAllConnections();
    rmSync(dir, { recursive: true });
  });

  async function expectRefusal(answer: Response, code: RefusalCode): Promise<void> {
    expect(answer.status).to.equal(REFUSALS[code].status);
    expect(answer.headers.get('content-type')).to.equal('application/problem+json; charset=utf-8');
    expect(answer.headers.get('cache-control')).to.equal('no-store');
    const problem = problemSchema.parse(await answer.json());
    expect(problem).to.include({ ...REFUSALS[code], code });
  }

  it('refuses with UNAVAILABLE whoever asks for what is away, and says when to come back', async () => {
    for (const path of [BIDS, '/events?auctions=some-id', '/images/pictures/a/b.webp']) {
      const answer = await fetch(alone.url + path, path === BIDS ? { method: 'POST' } : {});
      expect(answer.headers.get('retry-after'), path).to.equal('1');
      await expectRefusal(answer, 'UNAVAILABLE');
    }
  });

  it('passes over an api that is away, a bid as well, which nobody has heard yet', async () => {
    const page = join(dir, 'page');
    const urls = `${NOBODY_URL},${api.url},http://127.0.0.1:10`;
    const rooms = { API_URL: urls, SSE_URL: NOBODY_URL, S3_URL: NOBODY_URL, WEB_DIST: page };
    const both = await startNginx(programs, join(dir, 'both'), rooms);
    try {
      for (let turn = 0; turn < 9; turn += 1) {
        const answer = await fetch(both.url + BIDS, { method: 'POST', body: '{}' });
        expect(answer.status).to.equal(200);
        await answer.body?.cancel();
      }
    } finally {
      await both.stop();
    }
  });

  it('takes a body as large as the api does, and refuses a larger one before the api hears of it', async () => {
    const largest = await fetch(nginx.url + BIDS, {
      method: 'POST',
      body: 'x'.repeat(BODY_MAX_BYTES),
    });
    expect(largest.status).to.equal(200);
    const before = seen.length;
    const larger = await fetch(nginx.url + BIDS, {
      method: 'POST',
      body: 'x'.repeat(BODY_MAX_BYTES + 1),
    });
    await expectRefusal(larger, 'PAYLOAD_TOO_LARGE');
    const inPieces = await fetch(nginx.url + BIDS, {
      method: 'POST',
      body: new Blob(['x'.repeat(BODY_MAX_BYTES), 'x']).stream(),
      duplex: 'half',
    });
    await expectRefusal(inPieces, 'PAYLOAD_TOO_LARGE');
    expect(seen.length).to.equal(before);
  });

  it('says truly who bids, whatever the bidder claims', async () => {
    const claims = [
      ...['forwarded', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'],
      ...['x-forwarded-port', 'x-forwarded-prefix', 'x-forwarded-server', 'x-forwarded-ssl'],
    ];
    const claimed = Object.fromEntries(claims.map((name) => [name, '6.6.6.6']));
    await fetch(`${nginx.url}${BIDS}?a=%2e`, {
      method: 'POST',
      headers: { ...claimed, cookie: 'a=1' },
      body: '{"a":1}',
    });
    const { request, body } = seen.at(-1) ?? expect.fail('nobody was asked');
    expect(request.url).to.equal(`${BIDS}?a=%2e`);
    expect(body).to.equal('{"a":1}');
    expect(request.headers).to.include({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': new URL(nginx.url).host,
      'x-forwarded-proto': 'http',
      host: new URL(nginx.url).host,
      cookie: 'a=1',
    });
    expect(request.httpVersion).to.equal('1.1');
    const left = Object.entries(request.headers).filter(([, value]) => value === '6.6.6.6');
    expect(left).to.deep.equal([]);
  });

  it('refuses what cannot be read as a request', async () => {
    const host = 'Host: front\r\nConnection: close';
    for (const head of [
      `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${host}`,
      `GET /api/v1/auctions HTTP/1.1\r\n${host}\r\nCookie: ${'a'.repeat(20_000)}`,
      `GET /api/%zz HTTP/1.1\r\n${host}`,
      'GET /api/v1/auctions HTTP/1.1\r\nConnection: close',
    ]) {
      const [top = '', body = ''] = (await ask(nginx.url, head)).split('\r\n\r\n');
      expect(top.split('\r\n')[0]).to.match(/^HTTP\/1\.1 400 /);
      expect(problemSchema.parse(JSON.parse(body)).code).to.equal('INVALID_REQUEST');
    }
  });

  it('lets one address hold so many requests and no more', async () => {
    const url = new URL(nginx.url);
    const sockets = Array.from({ length: HELD_MAX }, () => {
      const socket = connect(Number(url.port), url.hostname);
      socket.on('error', () => undefined);
      socket.write('GET /events?auctions=some-id HTTP/1.1\r\nHost: front\r\n\r\n');
      return socket;
    });
    try {
      await eventually(() => Promise.resolve(held.length >= HELD_MAX));
      const answer = await fetch(`${nginx.url}/api/v1/auctions`);
      expect(answer.headers.get('retry-after')).to.equal('1');
      await expectRefusal(answer, 'RATE_LIMITED');
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  it('shows Prometheus that it is ready and how many are connected, to insiders only', async () => {
    const told = await (await fetch(`${nginx.internalUrl}/metrics`)).text();
    expect(told).to.match(/^process_ready 1$/m);
    expect(told).to.match(/^front_connections\{state="writing"\} \d+$/m);
    expect((await fetch(`${nginx.internalUrl}/anything`)).status).to.equal(404);
    expect((await fetch(`${nginx.url}/metrics`)).status).to.equal(404);
  });
});

async function serve(
  hear: (request: IncomingMessage, body: string) => void,
): Promise<{ server: Server; url: string }> {
  const answer: RequestListener = (request, response) => {
    const heard = text(request).then((body) => hear(request, body));
    heard.then(
      () => response.end('ok'),
      () => response.destroy(),
    );
  };
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function ask(url: string, head: string): Promise<string> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`${head}\r\n\r\n`);
  return await text(socket);
}
