import { expect } from 'chai';
import type { BidEvent, ExtendedEvent } from '@sagopalgo/core/contracts/events.ts';
import type { LoggedEvent } from '@sagopalgo/core/redis/public-events.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { eventually, quietLog } from '@sagopalgo/core/testing/connections.ts';
import { Hub } from './hub.ts';
import { createMeasures } from './measures.ts';
import { openOutbox } from './outbox.ts';
import { Pulse } from './pulse.ts';
import { TestReader } from './testing/test-reader.ts';
import { testSendToAll } from './testing/test-senders.ts';
import { measured } from './testing/test-window.ts';
import type { Topic } from './topic.ts';
import { Whole } from './unsent.ts';
import { Wheel } from './wheel.ts';

const AUCTION = { auctionId: 'a', epoch: 'e1' };

describe('an audience', () => {
  let clockMs: number;
  let metrics: ReturnType<typeof createMetrics>;
  let pulse: Pulse;
  let hub: Hub;

  beforeEach(() => {
    clockMs = 1_000;
    metrics = createMetrics('test');
    const measures = createMeasures(metrics);
    pulse = new Pulse(measures, () => clockMs, openOutbox(testSendToAll()));
    hub = new Hub({ measures, pulse, log: quietLog(), now: Date.now }, () => undefined);
  });

  afterEach(() => {
    for (const connection of hub.connections) connection.destroy();
  });

  function watcher(...auctionIds: string[]): TestReader {
    const reader = new TestReader(hub);
    for (const auctionId of auctionIds) {
      const topic = hub.enter(auctionId, reader.connection);
      if (topic.epoch === null) goOnFrom(topic, 0);
      topic.join(reader.connection, null);
    }
    return reader;
  }

  function goOnFrom(topic: Topic, seq: number, epoch = 'e1'): void {
    topic.goOnFrom({
      ...{ auctionId: topic.auctionId, epoch, epochNumber: 1, seq, raise: 0, state: 'live' },
      ...{ priceKrw: null, minimumKrw: 1, bidCount: 0, leaderAlias: null, leaderId: null },
      ...{ reserve: 'none', opensAtMs: 0, closesAtMs: 1, moved: null, interrupted: false },
      head: null,
    });
  }

  function tell(event: LoggedEvent): void {
    hub.topic(event.told.data.auctionId)?.admit(event);
  }

  function bid(seq: number, auctionId = 'a', extended: ExtendedEvent | null = null): void {
    const place = { auctionId, epoch: 'e1', seq, priceKrw: seq * 100, minimumKrw: null };
    const people = { bidCount: seq, alias: 'b', leaderAlias: 'b', reserve: 'none' as const };
    const data: BidEvent = { ...place, ...people, acceptedAtMs: 1, closesAtMs: seq };
    tell({ told: { event: 'bid', data }, extended });
  }

  function extendingBid(seq: number): void {
    bid(seq, 'a', { ...AUCTION, closesAtMs: seq, reason: 'bid' });
  }

  function close(seq: number): void {
    const ending = { outcome: 'sold' as const, priceKrw: 1, leaderAlias: 'b', bidCount: 1 };
    tell({ told: { event: 'closed', data: { ...AUCTION, seq, ...ending } }, extended: null });
  }

  it('is told at once when it is quiet, and of a rush the last bid with how many it stands for', async () => {
    const reader = watcher('a');
    bid(1);
    expect(reader.news).to.deep.equal(['bid 1']);
    for (const seq of [2, 3, 4]) bid(seq);
    expect(reader.news).to.deep.equal([]);
    clockMs += 50;
    await eventually(async () => reader.text !== '');
    expect(reader.text).to.match(/^id: a:e1:4$/m);
    expect(reader.news).to.deep.equal(['bid 4 (3)']);
    expect(await measured(metrics, 'sse_conflated_total')).to.equal(2);
    expect(await measured(metrics, 'sse_deliveries_total')).to.equal(2);
    clockMs += 50;
    bid(5);
    expect(reader.news).to.deep.equal(['bid 5']);
  });

  it('is told of the closing at once, after the bids that were to wait', () => {
    const reader = watcher('a');
    for (const seq of [1, 2, 3]) bid(seq);
    close(4);
    expect(reader.news).to.deep.equal(['bid 1', 'bid 3 (2)', 'closed 4']);
  });

  it('is told that the closing moves at once, before the bid that moved it', () => {
    const reader = watcher('a');
    for (const seq of [1, 2]) bid(seq);
    extendingBid(3);
    expect(reader.news).to.deep.equal(['bid 1', 'extended', 'bid 3 (2)']);
  });

  it('is told in a storm every moved closing, each before its bid, and the ending last', async () => {
    const reader = watcher('a');
    const costly = watcher('a');
    costly.onWrite = () => (clockMs += 30);
    extendingBid(1);
    for (const seq of [2, 3]) extendingBid(seq);
    close(4);
    expect(reader.news).to.deep.equal(['extended', 'bid 1']);
    clockMs += 60;
    await eventually(async () => reader.text !== '');
    expect(reader.news).to.deep.equal(['extended', 'extended', 'bid 3 (2)', 'closed 4']);
  });

  it('waits the longer the longer a pass takes, but not for ever', async () => {
    const reader = watcher('a');
    for (const [costMs, windowMs] of [
      [10, 50],
      [80, 140],
      [1_000, 250],
    ] as const) {
      reader.onWrite = () => (clockMs += costMs);
      clockMs += 10_000;
      bid((hub.topic('a')?.seq ?? 0) + 1);
      expect(await measured(metrics, 'sse_window_seconds')).to.equal(windowMs / 1_000);
    }
    const told = await metrics.registry.metrics();
    expect(told).to.match(/^sse_fan_out_seconds_sum\S* 1\.09$/m);
    expect(told).to.match(/^sse_fan_out_seconds_count\S* 3$/m);
  });

  it('sends to one who joins while bids wait none of those that he knows', () => {
    const early = watcher('a');
    for (const seq of [1, 2, 3]) bid(seq);
    const knowing3 = watcher('a');
    bid(4);
    const knowing4 = watcher('a');
    for (const seq of [5, 6]) bid(seq);
    close(7);
    expect(early.news).to.deep.equal(['bid 1', 'bid 6 (5)', 'closed 7']);
    expect(knowing3.news).to.deep.equal(['bid 6 (3)', 'closed 7']);
    expect(knowing4.news).to.deep.equal(['bid 6 (2)', 'closed 7']);
  });

  it('sends to one who knows all that waits nothing of it', () => {
    const early = watcher('a');
    for (const seq of [1, 2]) bid(seq);
    const late = watcher('a');
    pulse.stop();
    expect([early.news, late.news]).to.deep.equal([['bid 1', 'bid 2'], []]);
    clockMs += 50;
    bid(3);
    expect([early.news, late.news]).to.deep.equal([['bid 3'], ['bid 3']]);
  });

  it('is told that its auctions can be read again after what was missed of them', () => {
    const reader = watcher('a', 'b');
    const topics = ['a', 'b'].map((auctionId) => hub.topic(auctionId) as Topic);
    bid(1);
    for (const topic of topics) hub.markAway(topic, 1);
    expect(reader.news).to.deep.equal(['bid 1', 'stale']);
    for (const seq of [2, 3]) bid(seq);
    for (const topic of topics) hub.markBack(topic);
    expect(reader.news).to.deep.equal(['bid 3 (2)', 'live']);
  });

  it('sends to one who joins a new story none of the bids of the old one', () => {
    const early = watcher('a');
    for (const seq of [1, 2]) bid(seq);
    const topic = hub.topic('a') as Topic;
    // As a new story begins: those who know the old one are told of it in the same pass.
    topic.audience.tell([new Whole(Buffer.from('event: gap\n\n'), 'a')], false);
    goOnFrom(topic, 0, 'e2');
    const late = watcher('a');
    pulse.stop();
    expect([early.news, late.news]).to.deep.equal([['bid 1', 'bid 2', 'gap'], []]);
  });

  it('sends what happens in several auctions to one connection in one write', () => {
    const [both, again, one] = [watcher('a', 'b'), watcher('a', 'b'), watcher('b')];
    const writes: number[] = [];
    for (const [index, reader] of [both, again, one].entries()) {
      reader.onWrite = () => writes.push(index);
    }
    for (const auctionId of ['a', 'b']) bid(1, auctionId);
    writes.splice(0);
    for (const auctionId of ['a', 'b']) bid(2, auctionId);
    pulse.stop();
    expect(writes).to.have.members([0, 1, 2]);
    const all = ['bid 1', 'bid 1', 'bid 2', 'bid 2'];
    expect([both.news, again.news, one.news]).to.deep.equal([all, all, ['bid 1', 'bid 2']]);
  });

  it('keeps for one who does not read only what he needs to know, and nothing out that counts', async () => {
    const [slow, healthy] = [watcher('a', 'b'), watcher('a')];
    slow.stopReading();
    for (const seq of [1, 2, 3]) {
      bid(seq);
      bid(seq, 'b');
      clockMs += 50;
    }
    extendingBid(4);
    for (const viewers of [7, 8]) {
      hub.topic('a')?.tellAside('viewers', Buffer.from(`event: viewers ${viewers}\n\n`));
      clockMs += 50;
    }
    slow.connection.sendFirst(Buffer.from('event: outbid\n\n'));
    bid(5);
    close(6);
    expect(hub.behind).to.have.all.keys([slow.connection]);
    pulse.stop();
    expect(healthy.news.at(-1)).to.equal('closed 6');
    const written = await measured(metrics, 'sse_deliveries_total');
    const conflated = await measured(metrics, 'sse_conflated_total');
    slow.goOnReading();
    await eventually(async () => slow.text.includes('closed'));
    expect(slow.news).to.deep.equal([
      'bid 1',
      'outbid',
      'bid 3 (3)',
      'extended',
      'viewers 8',
      'bid 5 (4)',
      'closed 6',
    ]);
    expect(hub.behind.size).to.equal(0);
    expect(await measured(metrics, 'sse_deliveries_total')).to.equal(written + 5);
    expect(await measured(metrics, 'sse_conflated_total')).to.equal(conflated + 5);
    expect(slow.connection.isClosed).to.equal(false);
  });

  it('counts nothing as written that was thrown away with one who was cut off', async () => {
    const slow = watcher('a');
    slow.stopReading();
    for (const seq of [1, 2, 3]) {
      bid(seq);
      clockMs += 50;
    }
    slow.connection.evict('slow');
    pulse.stop();
    expect(await measured(metrics, 'sse_deliveries_total')).to.equal(1);
    expect(await measured(metrics, 'sse_conflated_total')).to.equal(0);
  });

  it('cuts off one who is too far behind, by bytes', async () => {
    const slow = watcher('a');
    slow.stopReading();
    const frame = Buffer.from(`event: own ${'x'.repeat(10_000)}\n\n`);
    for (let count = 0; count < 6; count += 1) slow.connection.send(frame);
    expect(slow.connection.isClosed).to.equal(false);
    slow.connection.send(frame);
    expect(slow.connection.isClosed).to.equal(true);
    expect(await measured(metrics, 'sse_evictions_total', 'slow')).to.equal(1);
    await eventually(async () => hub.connectionCount === 0);
    expect([hub.behind.size, hub.topic('a')?.watcherCount]).to.deep.equal([0, 0]);
  });

  it('cuts off one who does not drain in time, and no other', async () => {
    const [stuck, healthy] = [watcher('a'), watcher('a')];
    stuck.stopReading();
    bid(1);
    const deps = { hub, measures: createMeasures(createMetrics('test')), now: Date.now };
    const wheel = new Wheel(deps, { heartbeatMs: 20, behindMaxMs: 0 });
    try {
      await eventually(async () => hub.connectionCount === 1);
      expect(await measured(metrics, 'sse_evictions_total', 'stuck')).to.equal(1);
      await eventually(async () => healthy.text.includes(': heartbeat'));
    } finally {
      wheel.stop();
    }
  });
});
