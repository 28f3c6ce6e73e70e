import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { closeAuction, interruptAuction, moveClosing } from '@sagopalgo/core/redis/commands.ts';
import { openAuction, placeBid, publishHead } from '@sagopalgo/core/redis/commands.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { extendedSchema, headSchema, snapshotSchema } from '@sagopalgo/core/contracts/events.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { openStream } from './testing/sse-client.ts';
import type { SseClient } from './testing/sse-client.ts';
import { auctionPastItsTime, bidExactly, bidFromTo } from './testing/test-auctions.ts';
import { openSomeAuction } from './testing/test-auctions.ts';
import { openJudge, openTestWindow } from './testing/test-window.ts';
import type { TestWindow } from './testing/test-window.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

describe('what takes no seq', () => {
  let judge: AuctionRedis;
  let window: TestWindow;
  const clients: SseClient[] = [];

  before(async () => {
    judge = await openJudge();
    window = await openTestWindow();
  });

  afterEach(() => {
    for (const client of clients.splice(0)) client.cut();
  });

  after(async () => {
    await window.close();
    judge.disconnect();
  });

  async function look(auctions: string): Promise<SseClient> {
    const client = await openStream(window.port, auctions);
    clients.push(client);
    return client;
  }

  async function sees(client: SseClient, event: string, times = 1): Promise<void> {
    await eventually(async () => client.named(event).length >= times);
  }

  const names = (client: SseClient) => client.events.map(({ event }) => event);

  it('a bid that moves the closing is told after the closing, in one piece', async () => {
    const closesAtMs = Date.now() + MINUTE_MS;
    const auctionId = await openSomeAuction(judge, { extension: 'auto', closesAtMs });
    const client = await look(auctionId);
    await sees(client, 'snapshot');
    await bidFromTo(judge, auctionId, 1, 1);
    await sees(client, 'bid');
    expect(names(client)).to.deep.equal(['snapshot', 'extended', 'bid']);
    const moved = extendedSchema.strict().parse(client.events[1]?.data);
    expect(client.events[1]?.id).to.equal(null);
    expect(moved).to.deep.include({ auctionId, epoch: 'e1', reason: 'bid' });
    expect(client.events[2]?.data).to.include({ closesAtMs: moved.closesAtMs });
    expect(moved.closesAtMs).to.be.above(closesAtMs);
    // The past is told the same way.
    const late = await look(`${auctionId}@e1:0`);
    await sees(late, 'bid');
    expect(late.events).to.deep.equal(client.events.slice(1));
  });

  it('a moved closing is told at once, once, and to whoever resumes', async () => {
    const auctionId = await openSomeAuction(judge);
    const client = await look(auctionId);
    await sees(client, 'snapshot');
    await bidFromTo(judge, auctionId, 1, 3);
    await eventually(async () => client.seqs.at(-1) === 3);
    const closesAtMs = Date.now() + 2 * HOUR_MS;
    await moveClosing(judge, auctionId, { closesAtMs, reason: 'outage', day: '2026-01-01' });
    await sees(client, 'extended');
    const moved = { auctionId, epoch: 'e1', closesAtMs, reason: 'outage' };
    expect(client.events.at(-1)).to.deep.equal({ id: null, event: 'extended', data: moved });
    for (const [seq, told] of [
      [1, ['bid', 'bid', 'extended']],
      [3, ['extended', 'viewers']],
    ] as const) {
      const back = await look(`${auctionId}@e1:${seq}`);
      await sees(back, told.at(-1) ?? '');
      expect(names(back)).to.deep.equal(told);
      expect(back.named('extended')[0]?.data).to.deep.equal(moved);
    }
    const fresh = await look(auctionId);
    await sees(fresh, 'snapshot');
    await bidFromTo(judge, auctionId, 4, 4);
    await sees(fresh, 'bid');
    expect(names(fresh)).to.deep.equal(['snapshot', 'bid']);
    expect(client.named('extended')).to.have.length(1);
  });

  it('a moved closing of which the message was lost is found by a check', async () => {
    const auctionId = await openSomeAuction(judge);
    const client = await look(auctionId);
    await sees(client, 'snapshot');
    await window.subscriber.sunsubscribe(auctionKeys(auctionId).channel);
    const closesAtMs = Date.now() + 2 * HOUR_MS;
    await moveClosing(judge, auctionId, { closesAtMs, reason: 'operator' });
    await sees(client, 'extended');
    expect(client.events.at(-1)?.data).to.include({ closesAtMs, reason: 'operator' });
  });

  it('an interruption and its end are shown by a fresh snapshot', async () => {
    const auctionId = await openSomeAuction(judge);
    const client = await look(auctionId);
    await sees(client, 'snapshot');
    await bidFromTo(judge, auctionId, 1, 2);
    await eventually(async () => client.seqs.at(-1) === 2);
    await interruptAuction(judge, auctionId);
    await sees(client, 'snapshot', 2);
    const stopped = snapshotSchema.strict().parse(client.events.at(-1)?.data);
    expect(stopped).to.include({ interrupted: true, seq: 2, priceKrw: 1_100 });
    for (const claim of ['', '@e1:0', '@e1:2']) {
      const comer = await look(`${auctionId}${claim}`);
      await sees(comer, 'snapshot');
      expect(comer.named('snapshot')[0]?.data).to.include({ interrupted: true });
      expect(comer.named('gap')).to.deep.equal([]);
    }
    const closesAtMs = Date.now() + 2 * HOUR_MS;
    await judge.hdel(auctionKeys(auctionId).state, 'interrupted');
    await moveClosing(judge, auctionId, { closesAtMs, reason: 'operator' });
    await sees(client, 'snapshot', 3);
    expect(client.events.at(-1)?.data).to.not.have.property('interrupted');
    const back = await look(`${auctionId}@e1:2`);
    await sees(back, 'snapshot');
    expect(names(back)).to.deep.equal(['extended', 'snapshot']);
    expect(back.events[1]?.data).to.include({ closesAtMs }).and.not.have.property('interrupted');
    await bidFromTo(judge, auctionId, 3, 3);
    await eventually(async () => client.seqs.at(-1) === 3);
  });

  it('a signed head is passed on as it was said', async () => {
    const auctionId = await openSomeAuction(judge);
    const client = await look(auctionId);
    await sees(client, 'snapshot');
    const head = { auctionId, seq: 0, hash: 'a'.repeat(64), atMs: Date.now(), jws: 'x.y.z' };
    await publishHead(judge, head);
    await sees(client, 'head');
    expect(client.events.at(-1)).to.deep.equal({ id: null, event: 'head', data: head });
    expect(headSchema.strict().parse(client.events.at(-1)?.data)).to.deep.equal(head);
  });

  it('the head that a closing carries goes with it, now and later', async () => {
    const auction = auctionPastItsTime();
    await openAuction(judge, auction);
    const client = await look(auction.auctionId);
    await sees(client, 'snapshot');
    await closeAuction(judge, auction.auctionId, { head: { seq: 1, jws: 'x.y.z' } });
    await sees(client, 'closed');
    const late = await look(auction.auctionId);
    await sees(late, 'closed');
    for (const { events } of [client, late]) {
      expect(events.at(-1)?.data).to.include({ head: 'x.y.z', outcome: 'sold' });
    }
  });

  it('the head that covers a buying at once goes with its closing for whoever comes later', async () => {
    const auctionId = await openSomeAuction(judge, { buyNowKrw: 5_000 });
    const client = await look(auctionId);
    await sees(client, 'snapshot');
    await placeBid(judge, { auctionId, bidderId: 'b', bidId: randomUUID(), kind: 'buy-now' });
    await sees(client, 'closed');
    expect(client.events.at(-1)?.data).to.not.have.property('head');
    const head = { auctionId, hash: 'a'.repeat(64), atMs: Date.now(), jws: 'x.y.z' };
    // What covers less than the closing is told and not kept, and the first that is kept stays.
    await publishHead(judge, { ...head, seq: 1, jws: 'of.the.bid' });
    await publishHead(judge, { ...head, seq: 2 });
    await publishHead(judge, { ...head, seq: 2, jws: 'x.y.later' });
    await eventually(async () => client.named('head').at(-1)?.data['jws'] === 'x.y.later');
    const late = await look(auctionId);
    await sees(late, 'closed');
    expect(names(late)).to.deep.equal(['snapshot', 'closed']);
    expect(late.events.at(-1)?.data).to.include({ head: 'x.y.z', outcome: 'sold', seq: 2 });
  });

  it('nothing is told of a moved closing once the auction is over', async () => {
    const auctionId = await openSomeAuction(judge);
    const witness = await look(auctionId);
    await sees(witness, 'snapshot');
    const closesAtMs = Date.now() + 2 * HOUR_MS;
    await moveClosing(judge, auctionId, { closesAtMs, reason: 'outage', day: '2026-01-01' });
    await bidExactly(judge, auctionId, 'somebody', 1_000);
    await closeAuction(judge, auctionId, { how: 'cancel' });
    await sees(witness, 'closed');
    expect(names(witness)).to.deep.equal(['snapshot', 'extended', 'bid', 'closed']);
    const late = await openTestWindow();
    try {
      for (const port of [window.port, late.port]) {
        const client = await openStream(port, `${auctionId}@e1:0,${await openSomeAuction(judge)}`);
        clients.push(client);
        await sees(client, 'closed');
        await sees(client, 'snapshot');
        expect(client.named('extended')).to.deep.equal([]);
        expect(client.seqs).to.deep.equal([1, 2]);
      }
    } finally {
      await late.close();
    }
  });
});
