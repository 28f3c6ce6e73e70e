import { expect } from 'chai';
import { problemSchema } from '@sagopalgo/core/contracts/problem.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { openStream } from '@sagopalgo/sse-server/src/testing/sse-client.ts';
import { bidFromTo, openSomeAuction } from '@sagopalgo/sse-server/src/testing/test-auctions.ts';
import { exchange, getHead } from './raw-client.ts';
import type { RawAnswer } from './raw-client.ts';
import { streamSystem } from './stream-system.ts';
import type { StreamSystem } from './stream-system.ts';

/** Every header that an answer of ours may have. */
const HEADERS = [
  ...['content-type', 'cache-control', 'x-accel-buffering', 'vary', 'date', 'connection'],
  ...['content-length', 'keep-alive', 'retry-after', 'allow'],
];
const BREAKS = ['%0d%0a', '%0a', '%0d', '%00', '%E2%80%A8', '%C2%85'];

const BAD_AUCTIONS = [
  ...['', ',', 'a,', ',a', 'a,,b', '@', 'a@', 'a@e1', 'a@e1:', 'a@:1', 'a@e1:1:2', 'a@e1:1@e1:2'],
  ...['a@e1:-1', 'a@e1:1.5', 'a@e1:1e3', 'a@e1:0x10', 'a@e1:NaN', 'a@e1:+1', 'a@e1:%201'],
  ...['a@e1:1000000000000000', 'a@e%201:1', `a@${'e'.repeat(41)}:1`, 'a'.repeat(41)],
  ...['%EA%B2%BD', 'a.b', 'a/b', '../a', 'a:b', 'a*', 'a%20b', '+', '%2B', 'a%ZZ', '%', '%c0%af'],
  ...['__proto__.a', 'a%40e1', '{a}', '%7Ba%7D', 'a;b', '"a"', '<a>', `${'-,'.repeat(100)}-`],
];

const BAD_IDS = [
  ...['a', 'a:', 'a:e1', 'a:e1:', ':e1:1', 'a:e1:x', 'a:e1:1:2', 'a:e1:-1', 'a:e1:1.0', '::'],
  ...['a:e1:9999999999999999', `${'a'.repeat(41)}:e1:1`, `a:${'e'.repeat(41)}:1`, 'a b:e1:1', '*'],
];

describe('a stream asked for badly', function asking() {
  this.timeout(120_000);
  let system: StreamSystem;
  let port: number;
  let auctionId: string;

  before(async () => {
    system = await streamSystem();
    ({ port } = system.one);
    auctionId = await openSomeAuction(system.judge);
  });

  const expectRefused = ({ status, headers, body }: RawAnswer, path: string): void => {
    expect(status).to.equal(400);
    expect(headers['content-type']).to.match(/^application\/problem\+json/);
    const problem = problemSchema.parse(JSON.parse(Buffer.from(body, 'latin1').toString()));
    expect(problem).to.include({ code: 'INVALID_REQUEST', status: 400 });
    expect(problem.detail['fields']).to.have.nested.property('[0].path', path);
  };

  for (const auctions of BAD_AUCTIONS) {
    const shown =
      auctions.length > 50 ? `${auctions.slice(0, 20)}… (${auctions.length})` : auctions;
    it(`is refused for the auctions '${shown}'`, async () => {
      const head = getHead(`/events?auctions=${auctions}`);
      expectRefused(await exchange(port, head), 'auctions');
    });
  }

  for (const id of BAD_IDS) {
    it(`is refused for the last id '${id.slice(0, 30)}', in the header or the query`, async () => {
      const target = `/events?auctions=${auctionId}`;
      const byHeader = getHead(target, `Last-Event-ID: ${id}`);
      expectRefused(await exchange(port, byHeader), 'Last-Event-ID');
      const byQuery = getHead(`${target}&lastEventId=${encodeURIComponent(id)}`);
      expectRefused(await exchange(port, byQuery), 'Last-Event-ID');
    });
  }

  it('is refused when it is not clear which auctions or which last id are meant', async () => {
    for (const query of ['', '?', '?auction=a', '?auctions=a&auctions=b', '?AUCTIONS=a']) {
      expectRefused(await exchange(port, getHead(`/events${query}`)), 'auctions');
    }
    const twice = `/events?auctions=a&lastEventId=a:e1:1&lastEventId=a:e1:2`;
    expectRefused(await exchange(port, getHead(twice)), 'Last-Event-ID');
    const twoHeaders = ['Last-Event-ID: a:e1:1', 'Last-Event-ID: a:e1:2'];
    expectRefused(
      await exchange(port, getHead('/events?auctions=a', ...twoHeaders)),
      'Last-Event-ID',
    );
  });

  it('is refused for 10,000 auctions, and for 101, without a thought for any of them', async () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `a${index}`);
    const huge = await exchange(port, getHead(`/events?auctions=${ids.join(',')}`));
    expect(huge.status).to.be.oneOf([400, 414, 431]);
    const dense = await exchange(port, getHead(`/events?auctions=${'a,'.repeat(4_000)}a`));
    expectRefused(dense, 'auctions');
    const tooMany = await exchange(
      port,
      getHead(`/events?auctions=${ids.slice(0, 101).join(',')}`),
    );
    expectRefused(tooMany, 'auctions');
    const channels = await system.judge.call('PUBSUB', 'SHARDCHANNELS', '*');
    expect(channels).not.to.include(auctionKeys('a0').channel);
  });

  it('takes an auction that is named a hundred times for one', async () => {
    const client = await openStream(port, Array.from({ length: 100 }, () => auctionId).join(','));
    await eventually(() => Promise.resolve(client.named('snapshot').length > 0));
    await bidFromTo(system.judge, auctionId, 1, 1);
    await eventually(() => Promise.resolve(client.seqs.length > 0));
    expect(client.named('snapshot')).to.have.length(1);
    expect(client.seqs).to.deep.equal([1]);
    client.cut();
  });

  // What a break in a value would have to look like to bring something in.
  const FORGED = 'x-forged: 1';
  const inputs: [string, (broken: string) => string][] = [
    ['auctions', (broken) => getHead(`/events?auctions=${broken}`)],
    ['an epoch', (broken) => getHead(`/events?auctions=${auctionId}@${broken}:1`)],
    ['a seq', (broken) => getHead(`/events?auctions=${auctionId}@e1:${broken}`)],
    [
      'lastEventId',
      (broken) => getHead(`/events?auctions=${auctionId}&lastEventId=${auctionId}:${broken}:1`),
    ],
    ['a ticket', (broken) => getHead(`/events?auctions=${auctionId}&ticket=${broken}`)],
    ['another name', (broken) => getHead(`/events?auctions=${auctionId}&${broken}=1`)],
    ['the path', (broken) => getHead(`/events${broken}?auctions=${auctionId}`)],
    [
      'the Last-Event-ID header',
      (broken) => getHead(`/events?auctions=${auctionId}`, `Last-Event-ID: a:${broken}:1`),
    ],
    [
      'the origin',
      (broken) =>
        getHead(`/events?auctions=${auctionId}`, `Origin: http://localhost:3000${broken}`),
    ],
    [
      'the forwarded address',
      (broken) => getHead(`/events?auctions=${auctionId}`, `X-Forwarded-For: ${broken}`),
    ],
    ['the method', (broken) => `GET${broken} /events?auctions=${auctionId} HTTP/1.1\r\n\r\n`],
  ];
  for (const [input, headWith] of inputs) {
    it(`lets no line end or NUL through ${input} into a header, an event or an id`, async () => {
      for (const lineEnd of [...BREAKS, ...['\n', '\r', '\0']]) {
        const broken = `${lineEnd}${FORGED}${lineEnd}${lineEnd}event: closed${lineEnd}`;
        const spaceless = lineEnd.startsWith('%') ? broken.replaceAll(' ', '%20') : broken;
        const answer = await exchange(port, headWith(spaceless));
        const { headers, events, strange, status } = answer;
        expect(Object.keys(headers).filter((name) => !HEADERS.includes(name))).to.deep.equal([]);
        expect(strange).to.deep.equal([]);
        expect(events.map(({ event }) => event)).not.to.include('closed');
        expect(events.every(({ text }) => !text.includes('forged'))).to.equal(true);
        if (status !== 200) expect(status).to.be.within(400, 499);
      }
    });
  }

  it('lets nothing through from a store that holds what it never should', async () => {
    const id = await openSomeAuction(system.judge);
    const { state } = auctionKeys(id);
    for (const epoch of ['e1\nevent: closed\ndata: {}\n', 'e1\r\rdata: x', 'e1\0', 'a:b', '']) {
      await system.judge.hset(state, 'epoch', epoch);
      const client = await openStream(port, id);
      await eventually(() => Promise.resolve(client.isStale));
      expect(client.named('snapshot')).to.deep.equal([]);
      expect(client.text).not.to.match(/^(id|event: closed|data: x)/m);
      client.cut();
    }
  });
});
