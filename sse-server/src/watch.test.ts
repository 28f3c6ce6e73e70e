import { expect } from 'chai';
import { closeAuction, openAuction, withdrawAuction } from '@sagopalgo/core/redis/commands.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { readPublicLog } from '@sagopalgo/core/redis/read-log.ts';
import { closedEventSchema, snapshotSchema } from '@sagopalgo/core/contracts/events.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { openStream } from './testing/sse-client.ts';
import type { SseClient } from './testing/sse-client.ts';
import { auctionPastItsTime, bidFromTo, fromTo } from './testing/test-auctions.ts';
import { openSomeAuction, someAuction } from './testing/test-auctions.ts';
import { measured, openJudge, openTestWindow } from './testing/test-window.ts';
import type { TestWindow } from './testing/test-window.ts';

const HOUR_MS = 3_600_000;

describe('watching an auction', () => {
  let judge: AuctionRedis;
  let window: TestWindow;
  const clients: SseClient[] = [];
  const windows: TestWindow[] = [];

  before(async () => {
    judge = await openJudge();
    window = await openTestWindow();
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.cut();
    for (const own of windows.splice(0)) await own.close();
  });

  after(async () => {
    await window.close();
    judge.disconnect();
  });

  async function look(auctions: string, lastEventId: string | null = null): Promise<SseClient> {
    const client = await openStream(window.port, auctions, lastEventId);
    clients.push(client);
    return client;
  }

  async function seesSeq(client: SseClient, seq: number): Promise<void> {
    await eventually(async () => client.events.some(({ data }) => data['seq'] === seq));
  }

  it('shows a snapshot at once and then every bid under its own id', async () => {
    const auctionId = await openSomeAuction(judge);
    const client = await look(auctionId);
    await seesSeq(client, 0);
    for (const seq of [1, 2, 3]) {
      await bidFromTo(judge, auctionId, seq, seq);
      await seesSeq(client, seq);
    }
    expect(client.events.map(({ id, event }) => [id, event])).to.deep.equal([
      [`${auctionId}:e1:0`, 'snapshot'],
      [`${auctionId}:e1:1`, 'bid'],
      [`${auctionId}:e1:2`, 'bid'],
      [`${auctionId}:e1:3`, 'bid'],
    ]);
    const snapshot = snapshotSchema.strict().parse(client.events[0]?.data);
    expect(snapshot).to.include({ state: 'live', priceKrw: null, minimumKrw: 1_000, bidCount: 0 });
    const [logged] = await readPublicLog(judge, auctionId, 2, 1);
    expect(client.events[3]?.data).to.deep.equal(logged?.told.data);
  });

  it('shows several auctions on one connection', async () => {
    const ids = [await openSomeAuction(judge), await openSomeAuction(judge)];
    const client = await look(ids.join(','));
    await eventually(async () => client.named('snapshot').length === 2);
    for (const auctionId of ids) await bidFromTo(judge, auctionId, 1, 1);
    await eventually(async () => client.named('bid').length === 2);
    expect(client.named('bid').map(({ data }) => data['auctionId'])).to.deep.equal(ids);
  });

  it('resumes by the position in the URL, from the ring', async () => {
    const auctionId = await openSomeAuction(judge);
    await seesSeq(await look(auctionId), 0);
    await bidFromTo(judge, auctionId, 1, 5);
    const ringBefore = await measured(window.metrics, 'sse_resumes_total', 'ring');
    const client = await look(`${auctionId}@e1:2`);
    await seesSeq(client, 5);
    expect(client.seqs).to.deep.equal([3, 4, 5]);
    expect(client.named('snapshot')).to.deep.equal([]);
    const ringAfter = await measured(window.metrics, 'sse_resumes_total', 'ring');
    expect(ringAfter).to.equal(ringBefore + 1);
  });

  it('says at once how many watch to one who has missed nothing, and nothing else', async () => {
    const auctionId = await openSomeAuction(judge);
    await seesSeq(await look(auctionId), 0);
    await bidFromTo(judge, auctionId, 1, 2);
    const client = await look(`${auctionId}@e1:2`);
    await eventually(async () => client.events.length > 0);
    const [first] = client.events;
    expect([first?.event, first?.data['auctionId']]).to.deep.equal(['viewers', auctionId]);
    expect(first?.data['viewers']).to.be.within(1, 2);
    await bidFromTo(judge, auctionId, 3, 3);
    await seesSeq(client, 3);
    expect(client.seqs).to.deep.equal([3]);
  });

  it('resumes by Last-Event-ID, which goes before the position in the URL', async () => {
    const auctionId = await openSomeAuction(judge);
    await bidFromTo(judge, auctionId, 1, 5);
    const client = await look(`${auctionId}@e1:1`, `${auctionId}:e1:3`);
    await seesSeq(client, 5);
    expect(client.seqs).to.deep.equal([4, 5]);
  });

  it('resumes by lastEventId in the URL, before which the header goes', async () => {
    const auctionId = await openSomeAuction(judge);
    await bidFromTo(judge, auctionId, 1, 5);
    const client = await look(`${auctionId}@e1:1&lastEventId=${auctionId}:e1:3`);
    await seesSeq(client, 5);
    expect(client.seqs).to.deep.equal([4, 5]);
    const other = await look(`${auctionId}&lastEventId=${auctionId}:e1:1`, `${auctionId}:e1:4`);
    await seesSeq(other, 5);
    expect(other.seqs).to.deep.equal([5]);
  });

  it('gives the other auctions of a resuming connection their own positions', async () => {
    const [one, other, fresh] = await Promise.all([0, 0, 0].map(() => openSomeAuction(judge)));
    if (!one || !other || !fresh) throw new Error('three auctions are needed');
    for (const auctionId of [one, other, fresh]) await bidFromTo(judge, auctionId, 1, 4);
    const client = await look(`${one},${other}@e1:1,${fresh}`, `${one}:e1:3`);
    await eventually(async () => client.events.length === 5);
    const seen = (id: string) =>
      client.events
        .filter(({ data }) => data['auctionId'] === id)
        .map(({ event, data }) => [event, data['seq']]);
    expect(seen(one)).to.deep.equal([['bid', 4]]);
    expect(seen(other)).to.deep.equal([2, 3, 4].map((seq) => ['bid', seq]));
    expect(seen(fresh)).to.deep.equal([['snapshot', 4]]);
  });

  it("resumes from the auction's stream where the ring does not reach", async () => {
    const auctionId = await openSomeAuction(judge);
    await bidFromTo(judge, auctionId, 1, 700);
    const before = await measured(window.metrics, 'sse_resumes_total', 'stream');
    const client = await look(`${auctionId}@e1:10`);
    await seesSeq(client, 700);
    expect(client.seqs).to.deep.equal(fromTo(11, 700));
    expect(await measured(window.metrics, 'sse_resumes_total', 'stream')).to.equal(before + 1);
  });

  it('loses and repeats nothing for a watcher cut off again and again while bids race', async () => {
    const forgetful = await openTestWindow({ checkMs: 5, unwatchAfterMs: 0 });
    windows.push(forgetful);
    const auctionId = await openSomeAuction(judge);
    const seen: number[] = [];
    let client = await look(auctionId);
    await seesSeq(client, 0);
    let lastId = client.lastId;
    const bidding = bidFromTo(judge, auctionId, 1, 600);
    for (const [cuts, cutAt] of [3, 60, 61, 150, 233, 300, 400, 500].entries()) {
      await eventually(async () => (client.seqs.at(-1) ?? seen.at(-1) ?? 0) >= cutAt);
      client.cut();
      seen.push(...client.seqs);
      lastId = client.lastId ?? lastId;
      const { port } = cuts % 2 === 0 ? forgetful : window;
      client = await openStream(port, auctionId, lastId);
      clients.push(client);
    }
    await bidding;
    // Whoever was slow to be cut off may have seen the last before.
    await eventually(async () => (client.seqs.at(-1) ?? seen.at(-1)) === 600);
    expect([...seen, ...client.seqs]).to.deep.equal(fromTo(1, 600));
    expect(await measured(forgetful.metrics, 'sse_resumes_total', 'stream')).to.be.above(0);
  });

  it('shows one who comes in the middle of a rush a snapshot and all that follows it', async () => {
    const auctionId = await openSomeAuction(judge);
    const bidding = bidFromTo(judge, auctionId, 1, 400);
    const late: SseClient[] = [];
    for (let comer = 0; comer < 30; comer += 1) late.push(await look(auctionId));
    await bidding;
    for (const client of late) {
      await seesSeq(client, 400);
      const [first, ...rest] = client.events;
      expect(first?.event).to.equal('snapshot');
      expect(rest.filter(({ event }) => event !== 'bid')).to.deep.equal([]);
      expect(client.seqs).to.deep.equal(fromTo(Number(first?.data['seq']) + 1, 400));
    }
  });

  for (const [claim, why] of [
    ['e0:3', 'of another epoch'],
    ['e1:99', 'ahead of the auction'],
  ]) {
    it(`announces a gap and shows a snapshot for a position ${why}`, async () => {
      const auctionId = await openSomeAuction(judge);
      await bidFromTo(judge, auctionId, 1, 5);
      const gaps = await measured(window.metrics, 'sse_gaps_total');
      const client = await look(`${auctionId}@${claim}`);
      await seesSeq(client, 5);
      expect(client.events.map(({ event }) => event)).to.deep.equal(['gap', 'snapshot']);
      expect(await measured(window.metrics, 'sse_gaps_total')).to.equal(gaps + 1);
      const fromSeq = Math.min(Number(claim?.split(':')[1]) + 1, 5);
      expect(client.events[0]).to.deep.equal({
        id: null,
        event: 'gap',
        data: { auctionId, fromSeq, toSeq: 5 },
      });
    });
  }

  it('announces a gap instead of telling a very long past', async () => {
    const auctionId = await openSomeAuction(judge);
    await bidFromTo(judge, auctionId, 1, 2_001);
    const [patient, absent] = [await look(`${auctionId}@e1:1`), await look(`${auctionId}@e1:0`)];
    await seesSeq(absent, 2_001);
    expect(absent.events.map(({ event }) => event)).to.deep.equal(['gap', 'snapshot']);
    await seesSeq(patient, 2_001);
    expect(patient.seqs).to.deep.equal(fromTo(2, 2_001));
  });

  it('announces a gap where the log was trimmed', async () => {
    const auctionId = await openSomeAuction(judge);
    await bidFromTo(judge, auctionId, 1, 20);
    await judge.xtrim(auctionKeys(auctionId).log, 'MINID', '10-0');
    const client = await look(`${auctionId}@e1:3`);
    await seesSeq(client, 20);
    expect(client.events.map(({ event }) => event)).to.deep.equal(['gap', 'snapshot']);
  });

  it('tells how an auction ended, and those who come later once more', async () => {
    const auction = auctionPastItsTime();
    await openAuction(judge, auction);
    const early = await look(auction.auctionId);
    await seesSeq(early, 1);
    expect(early.events[0]?.data).to.include({ state: 'closed', minimumKrw: null });
    await closeAuction(judge, auction.auctionId);
    await eventually(async () => early.named('closed').length === 1);
    for (const claim of ['', '@e1:2']) {
      const late = await look(`${auction.auctionId}${claim}`);
      await eventually(async () => late.named('closed').length === 1);
      expect(late.events.map(({ event }) => event)).to.deep.equal(['snapshot', 'closed']);
      expect(late.events[0]?.data).to.include({ state: 'sold', minimumKrw: null, seq: 2 });
      expect(late.events[1]).to.deep.equal(early.named('closed')[0]);
      expect(closedEventSchema.parse(late.events[1]?.data).outcome).to.equal('sold');
    }
  });

  it('tells one who missed the ending of it once', async () => {
    const auction = auctionPastItsTime();
    await openAuction(judge, auction);
    await closeAuction(judge, auction.auctionId);
    const client = await look(`${auction.auctionId}@e1:1`);
    await eventually(async () => client.named('closed').length > 0);
    expect(client.events.map(({ event }) => event)).to.deep.equal(['closed']);
  });

  it('says when there is no such auction and goes on with the others', async () => {
    const auctionId = await openSomeAuction(judge);
    const client = await look(`no-such-auction,${auctionId}`);
    await eventually(async () => client.events.length === 2);
    expect(client.named('unknown')).to.deep.equal([
      { id: null, event: 'unknown', data: { auctionId: 'no-such-auction' } },
    ]);
    await bidFromTo(judge, auctionId, 1, 1);
    await seesSeq(client, 1);
  });

  it('does not subscribe to an auction that does not exist', async () => {
    const { subscriber, hub } = window;
    const subscribe = subscriber.ssubscribe.bind(subscriber);
    const asked: string[] = [];
    subscriber.ssubscribe = ((...channels: string[]) => {
      asked.push(...channels);
      return subscribe(...channels);
    }) as typeof subscriber.ssubscribe;
    try {
      const auctionId = await openSomeAuction(judge);
      const client = await look(`made-up-id,${auctionId}`);
      await eventually(async () => client.named('unknown').length === 1);
      await eventually(async () => client.named('snapshot').length === 1);
      expect(asked).to.deep.equal([auctionKeys(auctionId).channel]);
      expect(hub.topic('made-up-id')).to.equal(undefined);
    } finally {
      subscriber.ssubscribe = subscribe;
    }
  });

  it('waits a moment for an auction that an edit has taken out', async () => {
    const auction = someAuction({ opensAtMs: Date.now() + HOUR_MS });
    await openAuction(judge, auction);
    await withdrawAuction(judge, auction);
    const client = await look(auction.auctionId);
    await openAuction(judge, { ...auction, epoch: 2 });
    await eventually(async () => client.events.length > 0);
    expect(client.events.map(({ event }) => event)).to.deep.equal(['snapshot']);
  });
});
