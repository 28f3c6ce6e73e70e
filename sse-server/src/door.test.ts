import { connect } from 'node:net';
import type { Socket } from 'node:net';
import process from 'node:process';
import { expect } from 'chai';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { trustedProxies } from '@sagopalgo/core/runtime/client-address.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { readSimpleHead } from './simple-head.ts';
import { ask, openStream } from './testing/sse-client.ts';
import { bidFromTo, openSomeAuction } from './testing/test-auctions.ts';
import { measured, openJudge, openTestWindow } from './testing/test-window.ts';
import type { TestWindow } from './testing/test-window.ts';

const PLAIN = 'GET /events?auctions=a HTTP/1.1\r\nHost: x\r\n\r\n';

describe('a plain head', () => {
  const read = (text: string) => readSimpleHead(Buffer.from(text, 'utf8'));

  it('is read as browsers write it', () => {
    const head = [
      'GET /events?auctions=a,b@e1:2&lastEventId=a:e1:1 HTTP/1.1',
      'Host: 127.0.0.1:8001',
      'Connection: keep-alive',
      'Accept:text/event-stream',
      'Cookie: a=b; c="d"  ',
      'Last-Event-ID:',
      '\r\n',
    ].join('\r\n');
    expect(read(head)).to.deep.equal({
      method: 'GET',
      target: '/events?auctions=a,b@e1:2&lastEventId=a:e1:1',
      headers: Object.assign(Object.create(null), {
        ...{ host: '127.0.0.1:8001', connection: 'keep-alive', accept: 'text/event-stream' },
        ...{ cookie: 'a=b; c="d"', 'last-event-id': '' },
      }),
    });
  });

  for (const [odd, why] of [
    [PLAIN.slice(0, -1), 'a part only'],
    [`${PLAIN}GET`, 'more behind it'],
    [`${PLAIN}${PLAIN}`, 'two of them'],
    [PLAIN.replace('GET', 'POST'), 'another method'],
    [PLAIN.replace('/events?', '/event?'), 'another path'],
    [PLAIN.replace('GET ', 'GET http://x'), 'an absolute address'],
    [PLAIN.replace('1.1', '1.0'), 'an older HTTP'],
    [PLAIN.replace('=a', '=a b'), 'a space in the path'],
    [PLAIN.replace('=a', '=a#b'), 'a fragment'],
    [PLAIN.replace('=a', '=ä'), 'letters beyond ASCII'],
    [PLAIN.replace('Host: x', 'Accept: x'), 'no host'],
    [PLAIN.replace('Host: x', 'Host: x\r\nhost: y'), 'two hosts'],
    [PLAIN.replace('Host: x', 'Host : x'), 'a space before the colon'],
    [PLAIN.replace('Host: x', 'Host: x\r\n y'), 'a folded line'],
    [PLAIN.replace('Host: x', 'Host: x\ny: z'), 'a bare line end'],
    [PLAIN.replace('Host: x', 'Host: x\u0000'), 'a NUL'],
    [PLAIN.replace('Host: x', 'Host: x\r\nContent-Length: 0'), 'a length'],
    [PLAIN.replace('Host: x', 'Host: x\r\nTransfer-Encoding: chunked'), 'chunks'],
    [PLAIN.replace('Host: x', 'Host: x\r\nConnection: Upgrade'), 'an upgrade'],
    [PLAIN.replace('=a', `=${'a'.repeat(8_192)}`), 'a very long one'],
  ] as const) {
    it(`is not ${why}`, () => expect(read(odd)).to.equal(null));
  }

  it('costs no more to turn down than its length, wherever the spaces are', () => {
    const values = [' '.repeat(8_000), `x${' '.repeat(8_000)}`, 'x '.repeat(4_000)];
    const odd = values.map((value) => PLAIN.replace('Host: x', `Host: x\r\nA:${value}ä`));
    const before = process.cpuUsage();
    for (let times = 0; times < 40; times += 1) {
      for (const text of odd) expect(read(text)).to.equal(null);
    }
    const { user } = process.cpuUsage(before);
    expect(user / 1_000).to.be.below(500);
  });

  it('is the one that all of these were made from', () => expect(read(PLAIN)).to.not.equal(null));
});

describe('the door to streams', () => {
  let judge: AuctionRedis;
  let window: TestWindow;
  const sockets: Socket[] = [];

  before(async () => {
    judge = await openJudge();
    window = await openTestWindow({
      connectionsPerAddress: 2,
      isTrustedProxy: trustedProxies(['loopback']),
    });
  });

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await eventually(async () => window.hub.connectionCount === 0);
  });

  after(async () => {
    await window.close();
    judge.disconnect();
  });

  /** Sends the parts one by one and returns what has come back so far. */
  function said(...parts: string[]): Promise<() => string> {
    return saidTo(window.port, parts);
  }

  async function saidTo(port: number, parts: readonly string[]): Promise<() => string> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    sockets.push(socket);
    let text = '';
    socket.on('data', (bytes) => (text += bytes.toString()));
    for (const part of parts) {
      await new Promise((resolve) => {
        socket.write(part, () => setTimeout(resolve, 20));
      });
    }
    return () => text;
  }

  function asking(auctionId: string, more = ''): string {
    return `GET /events?auctions=${auctionId} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
  }

  it('answers a plain request to the byte as the HTTP server answers an odd one', async () => {
    const auctionId = await openSomeAuction(judge);
    const whole = await said(asking(auctionId));
    const request = asking(auctionId);
    const inParts = await said(request.slice(0, 9), request.slice(9));
    for (const text of [whole, inParts]) {
      await eventually(async () => text().includes('event: snapshot'));
    }
    await bidFromTo(judge, auctionId, 1, 1);
    for (const text of [whole, inParts]) {
      await eventually(async () => text().includes('event: bid'));
    }
    const plain = (text: string) =>
      text
        .replace(/^Date: [A-Z][a-z]{2}, \d\d .* GMT$/m, 'Date')
        .replace(/^retry: \d+$/m, 'retry')
        .replace(/"serverNowMs":\d+/, 'now');
    expect(plain(whole())).to.equal(plain(inParts()));
    expect(whole()).to.match(/^HTTP\/1\.1 200 OK\r\n/);
  });

  it('hands on what comes odd, with every byte', async () => {
    const piped = await said(`${asking('a')}${asking('b')}`);
    await eventually(async () => piped().startsWith('HTTP/1.1 200 OK'));
    const other = await said('GET /other HTTP/1.1\r\nHost: x\r\n\r\n');
    await eventually(async () => other().includes('"NOT_FOUND"'));
    const nonsense = await said('NONSENSE\r\n\r\n');
    await eventually(async () => nonsense().startsWith('HTTP/1.1 400'));
    const hostless = await said('GET /events?auctions=a HTTP/1.1\r\n\r\n');
    await eventually(async () => hostless().startsWith('HTTP/1.1 400'));
  });

  for (const [how, parts] of [
    ['a plain', (request: string) => [request]],
    ['an odd', (request: string) => [request.slice(0, 9), request.slice(9)]],
  ] as const) {
    it(`answers ${how} request that something unforeseen happens to, and stays open`, async () => {
      const fault = new Error('unforeseen');
      const isTrustedProxy = (): boolean => {
        throw fault;
      };
      const faulty = await openTestWindow({ isTrustedProxy });
      try {
        const auctionId = await openSomeAuction(judge);
        const request = asking(auctionId, 'X-Forwarded-For: 203.0.113.9\r\n');
        const text = await saidTo(faulty.port, parts(request));
        await eventually(async () => text().includes('"INTERNAL"'));
        expect(text()).to.match(/^HTTP\/1\.1 500 /);
        const told = { event: 'sse.request-failed', facts: { error: fault } };
        expect(faulty.log.events).to.deep.equal([told]);
        (await openStream(faulty.port, auctionId)).cut();
      } finally {
        await faulty.close();
      }
    });
  }

  it('cuts off one whose stream could not be begun, and stays open', async () => {
    const faulty = await openTestWindow();
    const { hub } = faulty;
    const add = hub.add.bind(hub);
    const fault = new Error('unforeseen');
    try {
      const auctionId = await openSomeAuction(judge);
      hub.add = () => {
        throw fault;
      };
      const failed = await openStream(faulty.port, auctionId).catch((error: unknown) => error);
      expect(failed).to.include({ code: 'ECONNRESET' });
      const told = { event: 'sse.request-failed', facts: { error: fault } };
      expect(faulty.log.events).to.deep.equal([told]);
      hub.add = add;
      (await openStream(faulty.port, auctionId)).cut();
    } finally {
      await faulty.close();
    }
  });

  it('ends the stream of one who closes his half', async () => {
    const text = await said(asking(await openSomeAuction(judge)));
    await eventually(async () => text().includes('event: snapshot'));
    expect(window.hub.connectionCount).to.equal(1);
    sockets[0]?.end();
    await eventually(async () => window.hub.connectionCount === 0);
  });

  it('listens to nothing that is said on a stream', async () => {
    const auctionId = await openSomeAuction(judge);
    const text = await said(asking(auctionId), asking('other'), 'x'.repeat(200_000));
    await bidFromTo(judge, auctionId, 1, 1);
    await eventually(async () => text().includes('event: bid'));
    expect(text().match(/HTTP\/1\.1/g)).to.have.length(1);
  });

  it('sends away one who says nothing, and not one who has said what he wants', async () => {
    const hasty = await openTestWindow({ silentMaxMs: 50 });
    try {
      const client = await openStream(hasty.port, await openSomeAuction(judge));
      const silent = connect({ port: hasty.port, host: '127.0.0.1' });
      await new Promise((resolve) => silent.once('close', resolve));
      expect(client.isOver).to.equal(false);
      client.cut();
    } finally {
      await hasty.close();
    }
  });

  it('keeps nobody waiting for one who says nothing when it closes', async () => {
    const closing = await openTestWindow();
    const silent = connect({ port: closing.port, host: '127.0.0.1' }).on('error', () => undefined);
    const gone = new Promise((resolve) => silent.once('close', resolve));
    await new Promise((resolve) => silent.once('connect', resolve));
    await closing.close();
    await gone;
    expect(silent.destroyed).to.equal(true);
  });

  it('counts by the address behind a trusted proxy, each connection once', async () => {
    const auctionId = await openSomeAuction(judge);
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const path = `/events?auctions=${auctionId}`;
    const open = [
      await ask(window.port, path, from('203.0.113.1')),
      await ask(window.port, path, from('203.0.113.1')),
    ];
    const refused = await ask(window.port, path, from('made-up, 203.0.113.1'));
    expect(refused.statusCode).to.equal(429);
    expect(Number(refused.headers['retry-after'])).to.be.within(5, 14);
    refused.resume();
    expect(await measured(window.metrics, 'sse_refusals_total', 'RATE_LIMITED')).to.equal(1);
    (await openStream(window.port, auctionId)).cut();
    open[0]?.destroy();
    await eventually(async () => window.hub.connectionCount === 1);
    const again = await ask(window.port, path, from('203.0.113.1'));
    expect(again.statusCode).to.equal(200);
    for (const response of [...open, again]) response.destroy();
  });
});
