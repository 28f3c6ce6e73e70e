import { expect } from 'chai';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { readDoubt, writeDoubt } from '@sagopalgo/core/redis/doubts.ts';
import { auctionKeys, DOUBTED_KEY } from '@sagopalgo/core/redis/keys.ts';
import { readPublicLog } from '@sagopalgo/core/redis/read-log.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { openStream } from './testing/sse-client.ts';
import type { SseClient } from './testing/sse-client.ts';
import { bidExactly, bidFromTo, openSomeAuction } from './testing/test-auctions.ts';
import { openJudge, openTestWindow } from './testing/test-window.ts';
import type { TestWindow } from './testing/test-window.ts';

const NEVER_MS = 600_000;

describe('a bid that was told and lost, with another in its place', () => {
  let judge: AuctionRedis;
  let window: TestWindow;
  let auctionId: string;
  let client: SseClient;

  before(async () => {
    judge = await openJudge();
  });

  afterEach(() => window.close());

  after(() => judge.disconnect());

  /** Somebody who has seen four bids. */
  async function begin(checkMs: number): Promise<() => Promise<void>> {
    window = await openTestWindow({ checkMs });
    auctionId = await openSomeAuction(judge);
    client = await openStream(window.port, auctionId);
    await eventually(async () => client.named('snapshot').length === 1);
    await bidFromTo(judge, auctionId, 1, 3);
    const { state, bidders, answers, log } = auctionKeys(auctionId);
    const keys = [state, bidders, answers, log];
    const dumps = await Promise.all(keys.map((key) => judge.dumpBuffer(key)));
    await bidFromTo(judge, auctionId, 4, 4);
    await eventually(async () => client.seqs.at(-1) === 4);
    return async () => {
      for (const [index, key] of keys.entries()) {
        await judge.restore(key, 0, dumps[index] as Buffer, 'REPLACE');
      }
    };
  }

  async function expectLoss(now: { seq: number; priceKrw: number }): Promise<void> {
    await eventually(async () => client.named('snapshot').length === 2);
    const bid = client.named('bid').at(-1)?.data as { acceptedAtMs: number };
    const names = client.events.map(({ event }) => event);
    expect(names.slice(-2)).to.deep.equal(['gap', 'snapshot']);
    expect(client.seqs.at(-1)).to.equal(4);
    expect(client.events.at(-1)?.data).to.include(now);
    const doubts = (await judge.smembers(DOUBTED_KEY)).map(readDoubt);
    const place = { auctionId, epochNumber: 1, seq: 4, raise: 0, bidId: '' };
    const doubt = { ...place, priceKrw: 1_300, acceptedAtMs: bid.acceptedAtMs };
    expect(doubts.filter((each) => each.auctionId === auctionId)).to.deep.equal([doubt]);
    await judge.srem(DOUBTED_KEY, writeDoubt(doubt));
  }

  it('is a loss as soon as the other is heard', async () => {
    const lose = await begin(NEVER_MS);
    await lose();
    await bidExactly(judge, auctionId, 'somebody-else', 1_350);
    await expectLoss({ seq: 4, priceKrw: 1_350 });
  });

  it('is a loss when the next look shows another price or another leader', async () => {
    for (const other of [{ priceKrw: 1_250 }, { leaderOrdinal: 1 }]) {
      await begin(50);
      await judge.hset(auctionKeys(auctionId).state, other);
      await expectLoss({ seq: 4, priceKrw: 1_300, ...('priceKrw' in other && other) });
      if ('priceKrw' in other) await window.close();
    }
  });

  it('is a loss when the other is read from the log, with one that follows it', async () => {
    await begin(50);
    const { state, log, channel } = auctionKeys(auctionId);
    await window.subscriber.sunsubscribe(channel);
    const [entry] = await judge.xrange(log, '4-0', '4-0');
    const fields = entry?.[1] ?? [];
    const moved = (byKrw: number) =>
      fields.map((text) =>
        text.replace(/^(bid\|e?\d+\|)(\d+)/, (_, head, krw) => {
          return `${head}${Number(krw) + byKrw}`;
        }),
      );
    await judge
      .multi()
      .xdel(log, '4-0')
      .call('XSETID', log, '3-0')
      .xadd(log, '4-0', ...moved(-50))
      .xadd(log, '5-0', ...moved(100))
      .hset(state, { seq: 5, priceKrw: 1_400 })
      .exec();
    const [other] = await readPublicLog(judge, auctionId, 3, 1);
    expect(other?.told.data).to.include({ seq: 4, priceKrw: 1_250 });
    await expectLoss({ seq: 5, priceKrw: 1_400 });
  });
});
