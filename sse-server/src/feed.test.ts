import { expect } from 'chai';
import { openAuction, withdrawAuction } from '@sagopalgo/core/redis/commands.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { readDoubt, writeDoubt } from '@sagopalgo/core/redis/doubts.ts';
import { auctionKeys, DOUBTED_KEY } from '@sagopalgo/core/redis/keys.ts';
import { forgetLoaded } from '@sagopalgo/core/redis/loaded-marks.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { openStream } from './testing/sse-client.ts';
import type { SseClient } from './testing/sse-client.ts';
import {
  bidFromTo,
  fromTo,
  openSomeAuction,
  someAuction,
  standingAt,
} from './testing/test-auctions.ts';
import { cutSubscribers, markLoaded, measured, openJudge } from './testing/test-window.ts';
import { openTestWindow, subscribersTo } from './testing/test-window.ts';
import type { TestWindow } from './testing/test-window.ts';

describe('the feed', () => {
  let judge: AuctionRedis;
  const windows: TestWindow[] = [];

  before(async () => {
    judge = await openJudge();
  });

  afterEach(async () => {
    for (const window of windows.splice(0)) await window.close();
  });

  after(() => judge.disconnect());

  async function open(given: Parameters<typeof openTestWindow>[0] = {}): Promise<TestWindow> {
    const window = await openTestWindow(given);
    windows.push(window);
    return window;
  }

  async function watching(window: TestWindow, auctionId: string): Promise<SseClient> {
    const client = await openStream(window.port, auctionId);
    await eventually(async () => client.named('snapshot').length === 1);
    return client;
  }

  // What came with the first gap and after it.
  const afterGap = ({ events }: SseClient) =>
    events.slice(events.findIndex(({ event }) => event === 'gap'));

  function subscribers(auctionId: string): Promise<number> {
    return subscribersTo(judge, auctionKeys(auctionId).channel);
  }

  it('brings a bid to the watchers of every process', async () => {
    const auctionId = await openSomeAuction(judge);
    const clients = [
      await watching(await open(), auctionId),
      await watching(await open(), auctionId),
    ];
    await bidFromTo(judge, auctionId, 1, 50);
    for (const client of clients) {
      await eventually(async () => client.seqs.at(-1) === 50);
      expect(client.seqs).to.deep.equal(fromTo(1, 50));
    }
  });

  it('resumes on another process what was begun on the first', async () => {
    const auctionId = await openSomeAuction(judge);
    const first = await watching(await open(), auctionId);
    await bidFromTo(judge, auctionId, 1, 10);
    await eventually(async () => first.seqs.at(-1) === 10);
    first.cut();
    await bidFromTo(judge, auctionId, 11, 20);
    const second = await openStream((await open()).port, auctionId, first.lastId);
    await eventually(async () => second.seqs.at(-1) === 20);
    expect(second.seqs).to.deep.equal(fromTo(11, 20));
  });

  it('subscribes once to what is watched, and no longer when nobody watches', async () => {
    const [watched, unwatched] = [await openSomeAuction(judge), await openSomeAuction(judge)];
    const window = await open({ unwatchAfterMs: 0 });
    const clients = [await watching(window, watched), await watching(window, watched)];
    expect(await subscribers(watched)).to.equal(1);
    expect(await subscribers(unwatched)).to.equal(0);
    clients[0]?.cut();
    await eventually(async () => window.hub.connectionCount === 1);
    expect(await subscribers(watched)).to.equal(1);
    clients[1]?.cut();
    await eventually(async () => (await subscribers(watched)) === 0);
    const again = await watching(window, watched);
    await bidFromTo(judge, watched, 1, 2);
    await eventually(async () => again.seqs.length === 2);
  });

  it('stays subscribed for a while after the last watcher has left', async () => {
    const auctionId = await openSomeAuction(judge);
    const [patient, hasty] = [
      await open({ checkMs: 5 }),
      await open({ checkMs: 100, unwatchAfterMs: 0 }),
    ];
    const clients = [await watching(patient, auctionId), await watching(hasty, auctionId)];
    for (const client of clients) client.cut();
    await eventually(async () => hasty.hub.topics.length === 0);
    await bidFromTo(judge, auctionId, 1, 3);
    const back = await openStream(patient.port, auctionId, clients[0]?.lastId);
    await eventually(async () => back.seqs.length === 3);
    expect(await measured(patient.metrics, 'sse_resumes_total', 'ring')).to.equal(1);
  });

  it('loses nothing when Redis cuts its subscription while bids go on', async () => {
    const auctionId = await openSomeAuction(judge);
    const window = await open();
    const client = await watching(window, auctionId);
    await bidFromTo(judge, auctionId, 1, 20);
    await cutSubscribers(judge);
    await bidFromTo(judge, auctionId, 21, 120);
    await eventually(async () => client.seqs.at(-1) === 120 && !client.isStale);
    await cutSubscribers(judge);
    await bidFromTo(judge, auctionId, 121, 200);
    await eventually(async () => client.seqs.at(-1) === 200 && !client.isStale);
    expect(client.seqs).to.deep.equal(fromTo(1, 200));
    expect(window.faults()).to.deep.equal([]);
    // A cluster's auctions can be read all the while, so nothing is stale.
    const cuts = judge.isCluster ? 0 : 2;
    expect(client.named('stale')).to.have.length(cuts);
    for (const { data } of client.named('stale')) expect(data).to.have.keys('sinceMs');
  });

  it('hears again what it subscribed to before its subscription was cut', async () => {
    const auctionId = await openSomeAuction(judge);
    const window = await open();
    const client = await watching(window, auctionId);
    await cutSubscribers(judge);
    await eventually(async () => (await subscribers(auctionId)) === 1);
    await eventually(async () => !client.isStale);
    const refills = await measured(window.metrics, 'sse_refills_total');
    await bidFromTo(judge, auctionId, 1, 1);
    await eventually(async () => client.seqs.at(-1) === 1);
    expect(await measured(window.metrics, 'sse_refills_total')).to.equal(refills);
  });

  it('is not ready while its subscription is cut', async () => {
    const window = await open();
    window.subscriber.disconnect(true);
    await eventually(async () => window.faults().length > 0);
    await eventually(async () => window.faults().length === 0);
  });

  it('finds out by itself what a lost message would have told', async () => {
    const auctionId = await openSomeAuction(judge);
    const window = await open();
    const client = await watching(window, auctionId);
    await window.subscriber.sunsubscribe(auctionKeys(auctionId).channel);
    await bidFromTo(judge, auctionId, 1, 30);
    await eventually(async () => client.seqs.at(-1) === 30);
    expect(client.seqs).to.deep.equal(fromTo(1, 30));
  });

  it('announces a gap and shows a snapshot when the auction was loaded again', async () => {
    const auction = someAuction();
    await openAuction(judge, auction);
    const window = await open();
    const client = await watching(window, auction.auctionId);
    await bidFromTo(judge, auction.auctionId, 1, 4);
    await eventually(async () => client.seqs.at(-1) === 4);
    await openAuction(judge, { ...auction, epoch: 2, standing: standingAt(4) });
    await eventually(async () => client.named('snapshot').length === 2);
    for (const seq of [5, 6]) {
      await bidFromTo(judge, auction.auctionId, seq, seq);
      await eventually(async () => client.seqs.at(-1) === seq);
    }
    expect(afterGap(client).map(({ event, id }) => id ?? event)).to.deep.equal([
      'gap',
      `${auction.auctionId}:e2:4`,
      `${auction.auctionId}:e2:5`,
      `${auction.auctionId}:e2:6`,
    ]);
  });

  it('starts anew when Redis has come back with an older state', async () => {
    const auctionId = await openSomeAuction(judge);
    const window = await open();
    const client = await watching(window, auctionId);
    const another = await watching(window, auctionId);
    await bidFromTo(judge, auctionId, 1, 4);
    await eventually(async () => client.seqs.at(-1) === 4);
    await judge.hset(auctionKeys(auctionId).state, { seq: 2, priceKrw: 1_100 });
    await eventually(async () => client.named('snapshot').length === 2);
    await eventually(async () => another.named('snapshot').length === 2);
    expect(await measured(window.metrics, 'sse_gaps_total')).to.equal(2);
    expect(client.seqs).to.deep.equal(fromTo(1, 4));
    expect(afterGap(client).map(({ event }) => event)).to.deep.equal(['gap', 'snapshot']);
    expect(client.events.at(-1)?.data).to.include({ seq: 2, priceKrw: 1_100 });
    const gap = client.named('gap')[0]?.data;
    expect(gap).to.deep.equal({ auctionId, fromSeq: 2, toSeq: 2 });
    const loss = { auctionId, toldSeq: 4, seq: 2 };
    expect(window.log.events).to.deep.include({ event: 'auction.bids-lost', facts: loss });
    const acceptedAtMs = Number(client.named('bid').at(-1)?.data['acceptedAtMs']);
    const place = { auctionId, epochNumber: 1, seq: 4, raise: 0, bidId: '' };
    const doubt = { ...place, priceKrw: 1_300, acceptedAtMs };
    const doubts = (await judge.smembers(DOUBTED_KEY)).map(readDoubt);
    expect(doubts.filter((each) => each.auctionId === auctionId)).to.deep.equal([doubt]);
    await judge.srem(DOUBTED_KEY, writeDoubt(doubt));
  });

  it('tells the watchers of an auction that was taken away', async () => {
    const auction = someAuction({ opensAtMs: Date.now() + 3_600_000 });
    await openAuction(judge, auction);
    const window = await open();
    const client = await watching(window, auction.auctionId);
    expect(client.events[0]?.data).to.include({ state: 'coming', minimumKrw: 1_000 });
    await withdrawAuction(judge, auction);
    await eventually(async () => client.named('unknown').length === 1);
  });

  it('tells only the watchers of an auction that cannot be read, and a person, once', async () => {
    const [broken, sound] = [await openSomeAuction(judge), await openSomeAuction(judge)];
    const window = await open();
    const [unlucky, lucky] = [await watching(window, broken), await watching(window, sound)];
    const { state } = auctionKeys(broken);
    await judge.hset(state, 'bidCount', 'many');
    await eventually(async () => unlucky.isStale);
    const late = await openStream(window.port, `${broken},${sound}`);
    await eventually(async () => late.isStale && late.named('snapshot').length === 1);
    await bidFromTo(judge, sound, 1, 3);
    await eventually(async () => lucky.seqs.at(-1) === 3 && late.seqs.at(-1) === 3);
    await judge.hset(state, 'bidCount', '0');
    await eventually(async () => !unlucky.isStale && !late.isStale);
    expect(lucky.named('stale')).to.deep.equal([]);
    expect(unlucky.named('stale')).to.have.length(1);
    const told = window.log.events.filter(({ event }) => event === 'auction.unreadable');
    expect(told).to.deep.equal([{ event: 'auction.unreadable', facts: { auctionId: broken } }]);
  });

  it('waits for an emptied Redis to be loaded instead of calling auctions unknown', async () => {
    try {
      const auction = someAuction();
      await openAuction(judge, auction);
      const window = await open();
      const early = await watching(window, auction.auctionId);
      await forgetLoaded(judge);
      await judge.del(auctionKeys(auction.auctionId).state);
      await eventually(async () => early.named('stale').length === 1);
      const late = await openStream(window.port, auction.auctionId);
      await eventually(async () => late.named('stale').length === 1);
      await openAuction(judge, { ...auction, epoch: 2, standing: standingAt(7) });
      await markLoaded(judge);
      await eventually(async () => early.named('live').length === 1);
      const names = (client: SseClient) => client.events.map(({ event, id }) => id ?? event);
      const reloaded = `${auction.auctionId}:e2:7`;
      expect(names(early)).to.have.members([
        `${auction.auctionId}:e1:0`,
        'stale',
        'gap',
        reloaded,
        'live',
      ]);
      await eventually(async () => late.events.length === 3);
      expect(names(late)).to.have.members(['stale', reloaded, 'live']);
    } finally {
      await markLoaded(judge);
    }
  });
});
