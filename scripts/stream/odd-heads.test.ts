import { expect } from 'chai';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { openStream } from '@sagopalgo/sse-server/src/testing/sse-client.ts';
import type { SseClient } from '@sagopalgo/sse-server/src/testing/sse-client.ts';
import {
  bidFromTo,
  fromTo,
  openSomeAuction,
} from '@sagopalgo/sse-server/src/testing/test-auctions.ts';
import { exchange, getHead, RawClient } from './raw-client.ts';
import { streamSystem } from './stream-system.ts';
import type { StreamSystem } from './stream-system.ts';

describe('a stream asked for oddly', function asking() {
  this.timeout(120_000);
  let system: StreamSystem;
  let port: number;
  let auctionId: string;
  let target: string;
  let bystander: SseClient;

  before(async () => {
    system = await streamSystem();
    ({ port } = system.one);
    auctionId = await openSomeAuction(system.judge);
    target = `/events?auctions=${auctionId}`;
    bystander = await openStream(port, auctionId);
  });
  after(() => bystander.cut());

  const expectStream = async (bytes: string): Promise<void> => {
    const { status, events } = await exchange(port, bytes);
    expect(status).to.equal(200);
    expect(events[0]).to.include({ event: 'snapshot' });
  };

  const bidNext = async (): Promise<number> => {
    const next = (bystander.seqs.at(-1) ?? 0) + 1;
    await bidFromTo(system.judge, auctionId, next, next);
    await eventually(() => Promise.resolve(bystander.seqs.at(-1) === next));
    return next;
  };
  const seqsOf = ({ answer }: RawClient): number[] =>
    answer.events.map(({ text }) => JSON.parse(text).seq as number);

  it('is given all the same, whatever else is said in good form', async () => {
    await expectStream(
      getHead(target, 'Cookie: a=1; b="2"', 'X-Odd: !#$%&', 'Accept-Encoding: br'),
    );
    await expectStream(getHead(target, `X-Long: ${'x'.repeat(9_000)}`));
    await expectStream(getHead(target, ...Array.from({ length: 90 }, (_, at) => `X-${at}: ${at}`)));
    await expectStream(getHead(`http://window.test${target}`));
    await expectStream(getHead(target, 'Content-Length: 0'));
    await expectStream(getHead(target, 'Connection: keep-alive, x-odd'));
    await expectStream(`\r\n${getHead(target)}`);
  });

  it('is given in HTTP/1.0, without chunks', async () => {
    const head = `GET ${target} HTTP/1.0\r\n\r\n`;
    const { status, headers, events } = await exchange(port, head);
    expect(status).to.equal(200);
    expect(headers).not.to.have.property('transfer-encoding');
    expect(events[0]).to.include({ event: 'snapshot' });
  });

  it('is given to one whose head comes byte by byte, or cut anywhere', async () => {
    const bytes = getHead(target, 'Origin: http://localhost:3000');
    const dripping = await RawClient.connect(port);
    for (const byte of bytes) {
      dripping.say(byte);
      await new Promise(setImmediate);
    }
    expect((await dripping.answered()).events[0]).to.include({ event: 'snapshot' });
    dripping.leave();
    for (const at of [1, 4, 15, bytes.length - 3, bytes.length - 1]) {
      const client = await RawClient.connect(port);
      client.say(bytes.slice(0, at));
      await new Promise(setImmediate);
      client.say(bytes.slice(at));
      expect((await client.answered()).status).to.equal(200);
      client.leave();
    }
  });

  for (const method of ['HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    it(`is refused to ${method}`, async () => {
      const lines = ['Host: window.test', 'Connection: close', 'Content-Length: 0', '', ''];
      const client = await RawClient.connect(port);
      client.say([`${method} ${target} HTTP/1.1`, ...lines].join('\r\n'));
      const { status, headers, events } = await client.over();
      expect(status).to.equal(405);
      expect(headers).to.include({ allow: 'GET' });
      expect(events).to.deep.equal([]);
    });
  }

  it('is found under its own path only', async () => {
    const paths = ['/events/', '/Events', '//events', '/events%2f', '/%65vents', '/events;a', '/'];
    for (const path of paths) {
      const { status } = await exchange(port, getHead(`${path}?auctions=${auctionId}`));
      expect(status, path).to.equal(404);
    }
  });

  const malformed: [string, (target: string) => string | Buffer][] = [
    ['that is no HTTP', () => 'tell me everything\r\n\r\n'],
    ['of HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['of TLS', () => Buffer.from('16030100a5010000a10303', 'hex')],
    ['of HTTP/9.9', (at) => `GET ${at} HTTP/9.9\r\nHost: a\r\n\r\n`],
    ['without a host', (at) => `GET ${at} HTTP/1.1\r\n\r\n`],
    ['with a folded header', (at) => getHead(at, 'X-A: 1', ' folded: 2')],
    ['with a header without a name', (at) => getHead(at, ': nameless')],
    ['with a space before a colon', (at) => getHead(at, 'X-A : 1')],
    ['with NUL in a header', (at) => getHead(at, 'X-A: a\0b')],
    ['with a bare CR in a header', (at) => getHead(at, 'X-A: a\rX-B: b')],
    [
      'with a length and chunks',
      (at) => getHead(at, 'Content-Length: 3', 'Transfer-Encoding: chunked'),
    ],
    ['with two lengths', (at) => getHead(at, 'Content-Length: 3', 'Content-Length: 4')],
    ['with one huge header', (at) => getHead(at, `X-Huge: ${'x'.repeat(1_000_000)}`)],
    [
      'with very many headers',
      (at) => getHead(at, ...Array.from({ length: 5_000 }, () => 'X-A: 1')),
    ],
    ['with a huge address', (at) => getHead(`${at}&x=${'x'.repeat(1_000_000)}`)],
  ];
  for (const [why, bytesFor] of malformed) {
    it(`is refused for a head ${why}, and that connection ends`, async () => {
      const client = await RawClient.connect(port);
      client.say(bytesFor(target));
      // TLS is no more than a beginning to whoever waits for a line.
      if (why === 'of TLS') client.say('\r\n\r\n');
      const { status, events, text } = await client.over();
      expect(events).to.deep.equal([]);
      if (text !== '') expect(status).to.be.within(400, 499);
    });
  }

  it('is given at most once on a connection, however many are asked for in a row', async () => {
    for (const apart of [false, true]) {
      const client = await RawClient.connect(port);
      client.say(apart ? getHead(target) : getHead(target).repeat(3));
      await client.answered();
      client.say(getHead(target).repeat(3));
      const next = await bidNext();
      await eventually(() => Promise.resolve(client.isOver || seqsOf(client).at(-1) === next));
      expect(client.answer.text.match(/HTTP\/1\.1/g)?.length).to.equal(1);
      client.leave();
    }
  });

  it('ends with the half of whoever has said all', async () => {
    const client = await RawClient.connect(port);
    client.say(getHead(target));
    await client.answered();
    client.socket.end();
    expect((await client.over()).events[0]).to.include({ event: 'snapshot' });
    const atOnce = await RawClient.connect(port);
    atOnce.socket.end(getHead(target));
    await atOnce.over();
    const nothing = await RawClient.connect(port);
    nothing.socket.end();
    expect((await nothing.over()).text).to.equal('');
  });

  it('waits for nobody who does not say what he wants, nor for one who does not end saying it', async () => {
    const beginnings = ['', 'G', `GET ${target} HT`, `GET ${target} HTTP/1.1\r\nHost: a\r\nX-`];
    const slow = await Promise.all(
      beginnings.map(async (beginning) => {
        const client = await RawClient.connect(port);
        if (beginning !== '') client.say(beginning);
        return client;
      }),
    );
    for (const answer of await Promise.all(slow.map((client) => client.over()))) {
      expect(answer.events).to.deep.equal([]);
      if (answer.text !== '') expect(answer.status).to.equal(408);
    }
  });

  it('costs the other watchers nothing', async () => {
    const { length } = bystander.seqs;
    await bidNext();
    expect(bystander.seqs).to.deep.equal(fromTo(1, length + 1));
    expect(bystander.isOver).to.equal(false);
    expect(bystander.named('snapshot')).to.have.length(1);
  });
});
