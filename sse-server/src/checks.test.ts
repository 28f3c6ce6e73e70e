import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import type { AuctionRedis, Subscriber } from '@sagopalgo/core/redis/connect.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { eventually, quietLog } from '@sagopalgo/core/testing/connections.ts';
import { Feed } from './feed.ts';
import { Hub } from './hub.ts';
import { Lookout } from './lookout.ts';
import { createMeasures } from './measures.ts';
import { Pulse } from './pulse.ts';
import { TestReader } from './testing/test-reader.ts';

const AUCTIONS = 700;

describe('the checks of what is watched', () => {
  let hub: Hub;
  let feed: Feed;
  let reader: TestReader;
  /** What was looked at, a list for each check. */
  let checks: string[][];
  const subscriber = Object.assign(new EventEmitter(), {
    ...{ isCluster: false, status: 'ready' },
    ssubscribe: () => Promise.resolve(),
    sunsubscribe: () => Promise.resolve(),
  });

  beforeEach(() => {
    const measures = createMeasures(createMetrics('test'));
    const pulse = new Pulse(measures, () => performance.now());
    const [log, now] = [quietLog(), Date.now];
    hub = new Hub({ measures, pulse, log, now }, () => undefined);
    reader = new TestReader(hub);
    for (let number = 0; number < AUCTIONS; number += 1) {
      hub.enter(`auction-${number}`, reader.connection);
    }
    checks = [[]];
    const redis = {} as AuctionRedis;
    const own = { hear: () => undefined, read: () => undefined };
    const lookout = new Lookout({ redis, hub, own, measures, log, now }, { missingMs: 1_000 });
    lookout.look = (auctionId) => {
      if (checks.at(-1)?.length === 0) setImmediate(() => checks.push([]));
      checks.at(-1)?.push(auctionId);
      return Promise.resolve('nothing');
    };
    const viewers = { hear: () => undefined };
    const source = { redis, subscriber: subscriber as unknown as Subscriber };
    const timings = { checkMs: 40, unwatchAfterMs: 60_000 };
    feed = new Feed({ ...source, hub, lookout, own, viewers, log, measures, now }, timings);
  });

  afterEach(() => {
    feed.stop();
    subscriber.removeAllListeners();
    reader.connection.destroy();
  });

  it('take turns when there are very many, and leave none out', async () => {
    await eventually(async () => checks.length > 2);
    const [first = [], second = []] = checks;
    expect([first.length, second.length]).to.deep.equal([500, 500]);
    expect(new Set([...first, ...second]).size).to.equal(AUCTIONS);
  });

  it('are of all at once after the subscription was cut', async () => {
    await eventually(async () => checks.length > 1);
    subscriber.emit('close');
    expect(feed.isLinked).to.equal(false);
    expect(reader.news).to.deep.equal(['stale']);
    subscriber.emit('ready');
    await eventually(async () => checks.some((looks) => new Set(looks).size === AUCTIONS));
    await eventually(async () => reader.text !== '');
    expect(reader.news).to.deep.equal(['live']);
  });

  it('look every time at one that could not be read', async () => {
    await eventually(async () => checks.length > 1);
    const topic = hub.topic('auction-650');
    if (!topic) throw new Error('it is watched');
    hub.markAway(topic, Date.now());
    const from = checks.length;
    await eventually(async () => topic.awaySinceMs === null);
    expect(checks.slice(from - 1).flat()).to.include('auction-650');
  });
});
