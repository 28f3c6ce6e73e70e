import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { expect } from 'chai';
import type { Express } from 'express';
import { closeServer, listen } from '@sagopalgo/core/runtime/internal-server.ts';
import { createApp } from './app.ts';
import { startApi } from './testing/api-under-test.ts';
import type { ApiUnderTest } from './testing/api-under-test.ts';
import { createApiServer } from './http/api-server.ts';

const WITHIN_MS = 300;
const CONNECTIONS_MAX = 3;
const SLOW_HEAD = 'POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
const BODY_MAX_BYTES = 64 * 1024;

describe('the server', () => {
  let api: ApiUnderTest;
  let app: Express;
  let server: Server;
  let port: number;
  before(async () => {
    api = await startApi();
    const answering = createApp(api.deps);
    ({ app } = answering);
    server = createApiServer(answering, {
      headersWithinMs: WITHIN_MS,
      requestWithinMs: WITHIN_MS,
      lookEveryMs: 20,
      connectionsMax: CONNECTIONS_MAX,
    });
    port = await listen(server, '127.0.0.1', 0);
  });
  after(async () => {
    await closeServer(server);
    await api.end();
  });

  /** Says `text` and nothing more; what comes back until the connection ends. */
  async function hear(text: string): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.on('error', () => undefined);
    socket.write(text);
    await once(socket, 'close');
    return heard;
  }

  it('cuts whoever dawdles over the head or the body, and calls it nobody’s failure', async () => {
    for (const said of [
      SLOW_HEAD,
      `${SLOW_HEAD}content-length: 100\r\n\r\n{"email":`,
      `${SLOW_HEAD}transfer-encoding: chunked\r\n\r\n5\r\n{"ema`,
    ]) {
      const saidAtMs = Date.now();
      expect(await hear(said), said).to.match(/^HTTP\/1\.1 408 /);
      expect(Date.now() - saidAtMs).to.be.below(WITHIN_MS + 1_500);
    }
    const failures = api.log.events.filter(({ event }) => event === 'request.failed');
    expect(failures).to.deep.equal([]);
  });

  it('cuts whoever connects and says nothing', async () => {
    await hear('');
  });

  it('refuses a head above 16 KiB', async () => {
    const heard = await hear(`GET /healthz/live HTTP/1.1\r\nx: ${'x'.repeat(17_000)}\r\n\r\n`);
    expect(heard).to.match(/^HTTP\/1\.1 431 /);
  });

  it('holds only so many connections, and the others are closed at once', async () => {
    const sockets: Socket[] = [];
    for (let count = 0; count < CONNECTIONS_MAX; count += 1) {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      sockets.push(socket);
    }
    expect(await hear('GET /healthz/live HTTP/1.1\r\nhost: x\r\n\r\n')).to.equal('');
    await Promise.all(sockets.map((socket) => once(socket.destroy(), 'close')));
  });

  it('drops a body that turns out too large, and goes on with the connection', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const post = (bytes: number, sized: boolean): Promise<[status: number, port: number]> =>
      new Promise((resolve, reject) => {
        const length = sized ? { 'content-length': bytes } : { 'transfer-encoding': 'chunked' };
        const headers = { 'content-type': 'application/json', ...length };
        const place = { agent, port, host: '127.0.0.1', path: '/api/v1/sessions' };
        const asked = httpRequest({ ...place, method: 'POST', headers }, (answer) => {
          const local = answer.socket.localPort ?? 0;
          answer.resume().once('end', () => resolve([answer.statusCode ?? 0, local]));
        });
        asked.once('error', reject);
        asked.end('x'.repeat(bytes));
      });
    const answers = [
      await post(BODY_MAX_BYTES + 1, false),
      await post(10 * BODY_MAX_BYTES, false),
      await post(BODY_MAX_BYTES + 1, true),
      await post(BODY_MAX_BYTES, false),
    ];
    expect(answers.map(([status]) => status)).to.deep.equal([413, 413, 413, 400]);
    expect(new Set(answers.map(([, local]) => local)).size).to.equal(1);
    agent.destroy();
  });

  it('makes messages as Express wants them from the start', async () => {
    let isReady = false;
    const look = (request: IncomingMessage): void => {
      isReady = Object.getPrototypeOf(request) === app.request;
    };
    server.prependOnceListener('request', look);
    const answer = await fetch(`http://127.0.0.1:${port}/healthz/live`);
    expect(isReady).to.equal(true);
    expect(await answer.text()).to.equal('live\n');
    const agent = { 'user-agent': 'x', 'x-forwarded-for': '203.0.113.9' };
    const me = await fetch(`http://127.0.0.1:${port}/api/v1/users/me`, { headers: agent });
    expect(me.status).to.equal(401);
  });
});
