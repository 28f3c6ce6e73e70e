import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { problemSchema } from '@sagopalgo/core/contracts/problem.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { ask, openStream } from './testing/sse-client.ts';
import { openSomeAuction } from './testing/test-auctions.ts';
import { measured, openJudge, openTestWindow } from './testing/test-window.ts';
import type { TestWindow } from './testing/test-window.ts';

describe('GET /events', () => {
  let judge: AuctionRedis;
  let window: TestWindow;

  before(async () => {
    judge = await openJudge();
    window = await openTestWindow({ heartbeatMs: 20, connectionsMax: 2 });
  });

  after(async () => {
    await window.close();
    judge.disconnect();
  });

  async function refused(response: IncomingMessage) {
    expect(response.headers['content-type']).to.match(/^application\/problem\+json/);
    const problem = problemSchema.parse(JSON.parse(await text(response)));
    expect(problem.status).to.equal(response.statusCode);
    return problem;
  }

  it('answers at once, unchunked, never stored, with a jittered retry hint', async () => {
    const client = await openStream(window.port, await openSomeAuction(judge));
    await eventually(async () => client.retriesMs.length === 1);
    const { headers } = client.response;
    expect(headers['content-type']).to.equal('text/event-stream');
    expect(headers['cache-control']).to.equal('no-store');
    expect(headers['x-accel-buffering']).to.equal('no');
    expect(headers).to.not.have.any.keys('transfer-encoding', 'content-length');
    expect(client.retriesMs[0]).to.be.within(1_000, 3_000);
    client.cut();
  });

  it('keeps a quiet stream alive with a comment', async () => {
    const client = await openStream(window.port, 'no-such-auction');
    await eventually(async () => client.comments.length >= 2);
    expect(client.comments[0]).to.equal('heartbeat');
    client.cut();
  });

  for (const [query, why] of [
    ['', 'no auctions'],
    ['?auctions=', 'an empty list'],
    ['?auctions=a&auctions=b', 'two lists'],
    ['?auctions=a,,b', 'an empty id'],
    ['?auctions=a%0Ab', 'a line end in an id'],
    ['?auctions=a%00', 'a NUL in an id'],
    [`?auctions=${'a'.repeat(41)}`, 'an id too long'],
    ['?auctions=a@', 'an empty position'],
    ['?auctions=a@e1', 'a position without a seq'],
    ['?auctions=a@e1:-1', 'a negative seq'],
    ['?auctions=a@e%0D1:1', 'a line end in an epoch'],
    ['?auctions=a@e1:1@e2:2', 'two positions'],
    [`?auctions=${Array.from({ length: 101 }, (_, i) => i).join(',')}`, '101 auctions'],
    [`?auctions=${'abc,'.repeat(3_000)}abc`, 'thousands of auctions'],
  ] as const) {
    it(`refuses ${why}`, async () => {
      const problem = await refused(await ask(window.port, `/events${query}`));
      expect(problem).to.include({ status: 400, code: 'INVALID_REQUEST' });
      expect(problem.detail).to.have.nested.property('fields[0].path', 'auctions');
    });
  }

  for (const id of ['a', 'a:e1', 'a:e1:x', ':e1:1', 'a b:e1:1', 'a:e1:1:1']) {
    it(`refuses the Last-Event-ID '${id}'`, async () => {
      const headers = { 'last-event-id': id };
      const problem = await refused(await ask(window.port, '/events?auctions=a', headers));
      expect(problem).to.include({ status: 400, code: 'INVALID_REQUEST' });
      expect(problem.detail).to.have.nested.property('fields[0].path', 'Last-Event-ID');
    });
  }

  it('takes 100 auctions, one of them twice, other names and an empty Last-Event-ID', async () => {
    const ids = Array.from({ length: 99 }, (_, index) => `none-${index}`).join(',');
    const path = `/events?auctions=${ids},none-0&v=2`;
    const response = await ask(window.port, path, { 'last-event-id': '' });
    expect(response.statusCode).to.equal(200);
    response.destroy();
  });

  it('refuses other paths and other methods', async () => {
    const nowhere = await refused(await ask(window.port, '/event?auctions=a'));
    expect(nowhere).to.include({ status: 404, code: 'NOT_FOUND' });
    const { port } = window;
    for (const method of ['POST', 'HEAD', 'OPTIONS']) {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const path = '/events?auctions=a';
        request({ host: '127.0.0.1', port, path, method }, resolve).once('error', reject).end();
      });
      expect([response.statusCode, response.headers.allow]).to.deep.equal([405, 'GET']);
      response.resume();
    }
  });

  it('refuses one watcher too many, says when to come back, and cuts nobody off', async () => {
    await eventually(async () => window.hub.connectionCount === 0);
    const auctionId = await openSomeAuction(judge);
    const clients = [
      await openStream(window.port, auctionId),
      await openStream(window.port, auctionId),
    ];
    const response = await ask(window.port, `/events?auctions=${auctionId}`);
    expect(Number(response.headers['retry-after'])).to.be.within(1, 10);
    expect(await refused(response)).to.include({ status: 503, code: 'UNAVAILABLE' });
    expect(window.hub.connectionCount).to.equal(2);
    for (const client of clients) client.cut();
    await eventually(async () => window.hub.connectionCount === 0);
    (await openStream(window.port, auctionId)).cut();
  });

  it('cuts off a reader that does not read, and not the others', async () => {
    await eventually(async () => window.hub.connectionCount === 0);
    const auctionId = await openSomeAuction(judge);
    const [stopped, healthy] = [
      await openStream(window.port, auctionId),
      await openStream(window.port, auctionId),
    ];
    stopped.response.pause();
    const comment = Buffer.from(`: ${'x'.repeat(32_768)}\n\n`);
    await eventually(async () => {
      for (let sent = 0; sent < 8; sent += 1) {
        for (const connection of window.hub.connections) connection.send(comment);
      }
      return window.hub.connectionCount === 1;
    });
    expect(await measured(window.metrics, 'sse_evictions_total', 'slow')).to.equal(1);
    expect(healthy.isOver).to.equal(false);
    healthy.cut();
    stopped.cut();
  });
});
