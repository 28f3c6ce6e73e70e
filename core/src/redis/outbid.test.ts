import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { judging } from '../testing/judging.ts';
import { overhear } from '../testing/overheard.ts';
import { closeAuction } from './commands.ts';
import { auctionKeys } from './keys.ts';
import { readMessage } from './public-events.ts';
import { readLog } from './read-log.ts';

describe('whom the judge says a bid overtook', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  const { list, bid, auto, buyNow } = judging(() => connections.redis);

  /** What was said while `bids` were made, of an auction of their own. */
  async function said(
    given: Parameters<typeof list>[0],
    bids: (auctionId: string) => Promise<unknown>,
  ): Promise<{ auctionId: string; messages: string[] }> {
    const { auctionId } = await list(given);
    const channel = await overhear(auctionKeys(auctionId).channel);
    try {
      await bids(auctionId);
      await closeAuction(connections.redis, auctionId, { how: 'cancel' });
      const isOver = (message: string) => message.includes('|closed|');
      for (let count = 1; !channel.messages.some(isOver); count += 1) await channel.heard(count);
    } finally {
      channel.leave();
    }
    return { auctionId, messages: channel.messages };
  }

  /** The person named with each bid, by seq. */
  async function outbid(...asked: Parameters<typeof said>): Promise<(string | null)[]> {
    const { auctionId, messages } = await said(...asked);
    const heard = messages.map((message) => readMessage(auctionId, message));
    return heard.flatMap((one) =>
      one.event === 'logged' && one.told.event === 'bid' ? [one.outbidId] : [],
    );
  }

  it('is nobody with the first bid, and the former leader after that', async () => {
    const names = outbid({}, async (auctionId) => {
      await bid(auctionId, 'a', 1000);
      await bid(auctionId, 'b', 1100);
      await bid(auctionId, 'a', 1200);
    });
    expect(await names).to.deep.equal([null, 'a', 'b']);
  });

  it('is the bidder, where a secret maximum answers in the same moment', async () => {
    const names = outbid({}, async (auctionId) => {
      await auto(auctionId, 'a', 5000);
      await bid(auctionId, 'b', 2000);
      await auto(auctionId, 'c', 6000);
    });
    expect(await names).to.deep.equal([null, 'b', 'a']);
  });

  it('is the later one of two with the same maximum', async () => {
    const names = outbid({}, async (auctionId) => {
      await auto(auctionId, 'a', 5000);
      await auto(auctionId, 'b', 5000);
    });
    expect(await names).to.deep.equal([null, 'b']);
  });

  it('is nobody when the leader raises, in silence or up to the reserve', async () => {
    const names = outbid({ reserveKrw: 8000 }, async (auctionId) => {
      await auto(auctionId, 'a', 5000);
      await auto(auctionId, 'a', 6000);
      expect(await auto(auctionId, 'a', 9000)).to.include({ outcome: 'raised', seq: 2, raise: 0 });
    });
    expect(await names).to.deep.equal([null, null]);
  });

  it('is the leader whom somebody buys away from, and nobody when the leader buys', async () => {
    const rules = { reserveKrw: 8000, buyNowKrw: 9000 };
    const names = outbid(rules, async (auctionId) => {
      await bid(auctionId, 'a', 1000);
      await buyNow(auctionId, 'b', randomUUID());
    });
    expect(await names).to.deep.equal([null, 'a']);
    const own = outbid(rules, async (auctionId) => {
      await bid(auctionId, 'a', 1000);
      await buyNow(auctionId, 'a', randomUUID());
    });
    expect(await own).to.deep.equal([null, null]);
  });

  it('is said beside what everybody may see, and no maximum with it', async () => {
    const { auctionId, messages } = await said({}, async (id) => {
      await auto(id, 'a', 777_000);
      await bid(id, 'b', 2000);
      await auto(id, 'c', 888_000);
    });
    const log = await readLog(connections.redis, auctionId, { seq: 0, raise: 0 }, 10);
    const raw = await connections.redis.xrange(auctionKeys(auctionId).log, '-', '+');
    const publicTexts = raw.map(([id, fields]) => `${id.split('-')[0]}|${fields[1]}`);
    expect(log).to.have.length(4);
    expect(messages.map((message) => message.split('\n')[0])).to.deep.equal(publicTexts);
    // A third line is what the logs know the bid by.
    const asides = messages.map((message) => message.split('\n').slice(1, 2));
    expect(asides).to.deep.equal([[''], ['b'], ['a'], []]);
    expect(messages.join())
      .to.include('777100')
      .and.not.match(/777000|888000/);
  });
});
