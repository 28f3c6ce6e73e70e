import { expect } from 'chai';
import { viewersSchema } from '@sagopalgo/core/contracts/events.ts';
import { publishViewers } from '@sagopalgo/core/redis/commands.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { readMessage, writeViewers } from '@sagopalgo/core/redis/public-events.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { eventually, quietLog } from '@sagopalgo/core/testing/connections.ts';
import { Hub } from './hub.ts';
import { createMeasures } from './measures.ts';
import { Pulse } from './pulse.ts';
import { openStream } from './testing/sse-client.ts';
import type { SseClient } from './testing/sse-client.ts';
import { openSomeAuction } from './testing/test-auctions.ts';
import { TestReader } from './testing/test-reader.ts';
import { measured, openJudge, openTestWindow, subscribersTo } from './testing/test-window.ts';
import type { TestWindow } from './testing/test-window.ts';
import { Viewers } from './viewers.ts';

describe('the count of viewers', () => {
  let judge: AuctionRedis;
  const windows: TestWindow[] = [];
  const clients: SseClient[] = [];

  before(async () => {
    judge = await openJudge();
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.cut();
    for (const window of windows.splice(0)) await window.close();
  });

  after(() => judge.disconnect());

  async function open(viewersMs = 50): Promise<TestWindow> {
    const window = await openTestWindow({ viewersMs });
    windows.push(window);
    return window;
  }

  async function look(window: TestWindow, auctions: string): Promise<SseClient> {
    const client = await openStream(window.port, auctions);
    clients.push(client);
    return client;
  }

  async function isTold(client: SseClient, viewers: number): Promise<void> {
    await eventually(async () => client.named('viewers').at(-1)?.data['viewers'] === viewers);
  }

  it('is that of all processes together, and follows who comes and goes', async () => {
    const [one, other] = [await open(), await open()];
    const auctionId = await openSomeAuction(judge);
    const first = await look(one, auctionId);
    await isTold(first, 1);
    const second = await look(other, auctionId);
    const third = await look(other, auctionId);
    for (const client of [first, second, third]) await isTold(client, 3);
    third.cut();
    for (const client of [first, second]) await isTold(client, 2);
    const told = first.named('viewers')[0];
    expect(told?.id).to.equal(null);
    expect(viewersSchema.strict().parse(told?.data)).to.deep.equal({ auctionId, viewers: 1 });
  });

  it('counts nobody of a process that has left, or died', async () => {
    const [staying, leaving] = [await open(), await openTestWindow({ viewersMs: 50 })];
    const auctionId = await openSomeAuction(judge);
    const watcher = await look(staying, auctionId);
    await look(leaving, auctionId);
    await isTold(watcher, 2);
    await leaving.close();
    await isTold(watcher, 1);
    await publishViewers(judge, auctionId, { processId: 'dead', count: 40, goodForMs: 300 });
    await isTold(watcher, 41);
    await isTold(watcher, 1);
  });

  it('is told to one who comes when it is the same as before', async () => {
    const window = await open();
    const auctionId = await openSomeAuction(judge);
    const leaving = await look(window, auctionId);
    await isTold(leaving, 1);
    leaving.cut();
    await isTold(await look(window, auctionId), 1);
  });

  it('is said of many auctions by turns, of none twice in a row', async () => {
    const measures = createMeasures(createMetrics('test'));
    const pulse = new Pulse(measures, () => performance.now());
    const hub = new Hub({ measures, pulse, log: quietLog(), now: Date.now }, () => undefined);
    const { connection } = new TestReader(hub);
    for (let number = 0; number < 300; number += 1) hub.enter(`auction-${number}`, connection);
    const rounds: string[][] = [[]];
    const spublish = (channel: string) => {
      if (rounds.at(-1)?.length === 0) setImmediate(() => rounds.push([]));
      rounds.at(-1)?.push(channel);
    };
    const redis = { spublish } as unknown as AuctionRedis;
    const viewers = new Viewers({ redis, hub, measures, log: quietLog() }, { viewersMs: 200 });
    try {
      await eventually(async () => rounds.flat().length >= 300);
      const [first, second] = rounds;
      expect([first?.length, second?.length]).to.deep.equal([200, 100]);
      expect(new Set([...(first ?? []), ...(second ?? [])]).size).to.equal(300);
    } finally {
      await viewers.stop();
      connection.destroy();
    }
  });

  it('writes nothing and moves nothing in Redis', async () => {
    const window = await open();
    const auctionId = await openSomeAuction(judge);
    const before = await judge.hgetall(auctionKeys(auctionId).state);
    await isTold(await look(window, auctionId), 1);
    await eventually(async () => (await measured(window.metrics, 'sse_viewers_gossip_total')) > 0);
    expect(await judge.hgetall(auctionKeys(auctionId).state)).to.deep.equal(before);
    expect(await subscribersTo(judge, auctionKeys(auctionId).channel)).to.equal(1);
  });

  it('is read as it was said', () => {
    const said = { processId: 'p-1', count: 12, goodForMs: 90_000 };
    expect(readMessage('a', writeViewers(said))).to.deep.equal({ event: 'viewers', ...said });
  });
});
