import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import type { AuctionRedis, Subscriber } from '@sagopalgo/core/redis/connect.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { eventually, quietLog } from '@sagopalgo/core/testing/connections.ts';
import { Feed } from './feed.ts';
import { Hub } from './hub.ts';
import type { Look, Lookout } from './lookout.ts';
import { createMeasures } from './measures.ts';
import { Pulse } from './pulse.ts';
import { TestReader } from './testing/test-reader.ts';

/** A connection that is lost and there again when the test says so. */
class TestSubscriber extends EventEmitter {
  readonly isCluster = false;
  status = 'ready';

  ssubscribe(): Promise<number> {
    return Promise.resolve(1);
  }

  sunsubscribe(): Promise<number> {
    return Promise.resolve(0);
  }

  become(status: 'close' | 'ready'): void {
    this.status = status;
    this.emit(status);
  }
}

describe('the feed, while its connection comes and goes', () => {
  const measures = createMeasures(createMetrics('test'));
  const log = quietLog();
  const asked: ((look: Look) => void)[] = [];
  let hub: Hub;
  let feed: Feed;
  let subscriber: TestSubscriber;

  beforeEach(() => {
    const pulse = new Pulse(measures, () => performance.now());
    hub = new Hub({ measures, pulse, log, now: Date.now }, () => undefined);
    subscriber = new TestSubscriber();
    const look = () => new Promise<Look>((resolve) => asked.push(resolve));
    const deps = {
      ...{ hub, log, measures, now: Date.now, redis: {} as AuctionRedis },
      subscriber: subscriber as unknown as Subscriber,
      lookout: { look } as unknown as Lookout,
      own: { hear: () => undefined },
      viewers: { hear: () => undefined },
    };
    feed = new Feed(deps, { checkMs: 5, unwatchAfterMs: 60_000 });
  });

  afterEach(() => {
    feed.stop();
    for (const connection of hub.connections) connection.destroy();
  });

  it('calls an auction readable again only by a look that began after the connection was back', async () => {
    const reader = new TestReader(hub);
    const topic = hub.enter('a', reader.connection);
    await feed.follow(topic);
    await eventually(async () => asked.length === 1);
    subscriber.become('close');
    subscriber.become('ready');
    await eventually(async () => feed.isLinked);
    const checked = feed.nextCheck();
    asked[0]?.('nothing');
    await checked;
    expect(reader.news).to.deep.equal(['stale']);
    await eventually(async () => asked.length === 2);
    asked[1]?.('nothing');
    await eventually(async () => topic.awaySinceMs === null);
    expect(reader.news).to.deep.equal(['live']);
  });
});
