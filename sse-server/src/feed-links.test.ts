import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { connectSubscriber } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { auctionKeys, personChannel } from '@sagopalgo/core/redis/keys.ts';
import { writeHead } from '@sagopalgo/core/redis/public-events.ts';
import { clusterOf } from '@sagopalgo/core/redis/redis-url.ts';
import { eventually, quietLog, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { PersonFeed } from './person-feed.ts';
import { openStream } from './testing/sse-client.ts';
import { bidFromTo, openSomeAuction } from './testing/test-auctions.ts';
import { measured, openJudge, openTestWindow, subscribersTo } from './testing/test-window.ts';
import { openWire } from './testing/wire.ts';

describe('what is subscribed to', () => {
  let judge: AuctionRedis;

  before(async () => {
    judge = await openJudge();
  });

  after(() => judge.disconnect());

  it('stays so when an older try for the same auction fails late', async () => {
    const auctionId = await openSomeAuction(judge);
    const window = await openTestWindow({ unwatchAfterMs: 0 });
    const { subscriber } = window;
    const subscribe = subscriber.ssubscribe.bind(subscriber);
    const older = Promise.withResolvers<unknown>();
    let tries = 0;
    subscriber.ssubscribe = ((...channels: string[]) => {
      tries += 1;
      return tries === 1 ? older.promise : subscribe(...channels);
    }) as typeof subscriber.ssubscribe;
    try {
      const first = await openStream(window.port, auctionId);
      await eventually(async () => tries === 1);
      first.cut();
      await eventually(async () => window.hub.topics.length === 0);
      const second = await openStream(window.port, auctionId);
      await eventually(async () => second.named('snapshot').length === 1);
      older.reject(new Error('too late'));
      await older.promise.catch(() => undefined);
      expect(await measured(window.metrics, 'sse_auctions')).to.equal(1);
      expect(await subscribersTo(judge, auctionKeys(auctionId).channel)).to.equal(1);
    } finally {
      await window.close();
    }
  });

  // A cluster's connections, one for each master, cannot be cut like these.
  if (clusterOf(testUrls().redisUrl) !== null) return;

  it('is heard on a new connection when the one there was has died without a word', async () => {
    const wire = await openWire(Number(new URL(testUrls().redisUrl).port));
    const window = await openTestWindow({}, { subscriberUrl: wire.url });
    try {
      const auctionId = await openSomeAuction(judge);
      const client = await openStream(window.port, auctionId);
      await eventually(async () => client.named('snapshot').length === 1);
      await bidFromTo(judge, auctionId, 1, 1);
      await eventually(async () => client.seqs.at(-1) === 1);
      wire.stall();
      await eventually(async () => wire.connections === 2);
      await eventually(async () => client.named('live').length === 1);
      // A bid might be read as well; a head can only be heard.
      const head = { seq: 1, hash: 'h', atMs: 1, jws: 'j' };
      await judge.spublish(auctionKeys(auctionId).channel, writeHead(head));
      await eventually(async () => client.named('head').length === 1);
      expect(client.named('head')[0]?.data).to.deep.equal({ auctionId, ...head });
    } finally {
      await window.close();
      wire.close();
    }
  });

  it('is not taken up again for a person who left while the connection was lost', async () => {
    const subscriber = connectSubscriber(testUrls().redisUrl);
    subscriber.on('error', () => undefined);
    await subscriber.connect();
    const nothing = (): void => undefined;
    const persons = new PersonFeed({ subscriber, log: quietLog(), hear: nothing, onBack: nothing });
    const [gone, there] = [randomUUID(), randomUUID()];
    try {
      for (const userId of [gone, there]) await persons.follow(userId);
      subscriber.disconnect(true);
      await eventually(async () => subscriber.status !== 'ready');
      persons.unfollow(gone);
      await eventually(async () => (await subscribersTo(judge, personChannel(there))) === 1);
      // Whatever is said now comes after all that the connection did by itself.
      await subscriber.ssubscribe(personChannel(randomUUID()));
      expect(await subscribersTo(judge, personChannel(gone))).to.equal(0);
    } finally {
      subscriber.disconnect();
    }
  });
});
