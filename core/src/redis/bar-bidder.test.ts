import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { NewBid } from '../contracts/bids.ts';
import { RefusalError } from '../contracts/errors.ts';
import { addAuction, openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { admitBidder, barBidder } from './bar-bidder.ts';
import { openAuction, placeBid } from './commands.ts';
import { auctionKeys } from './keys.ts';

const MINUTE_MS = 60_000;

describe('barring a bidder', () => {
  let connections: TestConnections;
  const leaveId = randomUUID();
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  async function liveAuction(): Promise<string> {
    const row = await addAuction(connections.db);
    await openAuction(connections.redis, row);
    return row.auctionId;
  }
  const exactly = (amountKrw: number): NewBid => ({
    ...{ bidId: randomUUID(), kind: 'exact', amountKrw, confirmed: true },
  });
  async function bid(auctionId: string, bidderId: string, asked: NewBid): Promise<string> {
    try {
      return (await placeBid(connections.redis, { auctionId, bidderId, ...asked })).outcome;
    } catch (error) {
      if (error instanceof RefusalError) return error.code;
      throw error;
    }
  }

  it('refuses every kind of bid of theirs and nobody else’s, until they are let in again', async () => {
    const [auctionId, bidderId] = [await liveAuction(), randomUUID()];
    const { redis } = connections;
    const bar = { auctionId, bidderId, leaveId };
    expect(await barBidder(redis, bar, MINUTE_MS)).to.equal('BARRED');
    const auto: NewBid = { bidId: randomUUID(), kind: 'auto', maxKrw: 9_000 };
    for (const asked of [exactly(1_000), auto]) {
      expect(await bid(auctionId, bidderId, asked)).to.equal('ACCOUNT_LEAVING');
    }
    expect(await bid(auctionId, randomUUID(), exactly(1_000))).to.equal('leading');
    await admitBidder(redis, bar);
    await admitBidder(redis, bar);
    expect(await bid(auctionId, bidderId, exactly(2_000))).to.equal('leading');
  });

  it('leaves whoever leads as they are, and answers what was bid before', async () => {
    const [auctionId, bidderId] = [await liveAuction(), randomUUID()];
    const { redis } = connections;
    const first = exactly(1_000);
    await bid(auctionId, bidderId, first);
    const bar = () => barBidder(redis, { auctionId, bidderId, leaveId }, MINUTE_MS);
    expect(await bar()).to.equal('LEADS');
    const more: NewBid = { bidId: randomUUID(), kind: 'auto', maxKrw: 5_000 };
    expect(await bid(auctionId, bidderId, more)).to.equal('raised');
    await bid(auctionId, randomUUID(), exactly(6_000));
    expect(await bar()).to.equal('BARRED');
    expect(await bid(auctionId, bidderId, first)).to.equal('leading');
    expect(await bid(auctionId, bidderId, exactly(7_000))).to.equal('ACCOUNT_LEAVING');
  });

  it('ends by itself, and is nothing where there is no such auction', async () => {
    const [auctionId, bidderId] = [await liveAuction(), randomUUID()];
    const { redis } = connections;
    await barBidder(redis, { auctionId, bidderId, leaveId }, -MINUTE_MS);
    expect(await bid(auctionId, bidderId, exactly(1_000))).to.equal('leading');
    const nowhere = { auctionId: randomUUID(), bidderId, leaveId };
    expect(await barBidder(redis, nowhere, MINUTE_MS)).to.equal('ABSENT');
    expect(await bid(nowhere.auctionId, bidderId, exactly(1_000))).to.equal('AUCTION_NOT_FOUND');
    await admitBidder(redis, nowhere);
    expect(await redis.exists(auctionKeys(nowhere.auctionId).state)).to.equal(0);
  });

  it('lasts until the last of several leavings has taken its own away', async () => {
    const [auctionId, bidderId] = [await liveAuction(), randomUUID()];
    const { redis } = connections;
    const [one, other] = ['one', 'other'].map((id) => ({ auctionId, bidderId, leaveId: id }));
    if (!one || !other) throw new Error('there are two');
    for (const bar of [one, other, one]) await barBidder(redis, bar, MINUTE_MS);
    await admitBidder(redis, one);
    await admitBidder(redis, one);
    expect(await bid(auctionId, bidderId, exactly(1_000))).to.equal('ACCOUNT_LEAVING');
    await admitBidder(redis, other);
    expect(await bid(auctionId, bidderId, exactly(1_000))).to.equal('leading');
  });

  it('is never shortened, and forgets who barred before it ran out', async () => {
    const [auctionId, bidderId] = [await liveAuction(), randomUUID()];
    const { redis } = connections;
    const [first, second] = ['first', 'second'].map((id) => ({ auctionId, bidderId, leaveId: id }));
    if (!first || !second) throw new Error('there are two');
    await barBidder(redis, first, MINUTE_MS);
    await barBidder(redis, second, -MINUTE_MS);
    expect(await bid(auctionId, bidderId, exactly(1_000))).to.equal('ACCOUNT_LEAVING');
    const { state } = auctionKeys(auctionId);
    await redis.hset(state, `barred:${bidderId}`, 1);
    await barBidder(redis, second, MINUTE_MS);
    await admitBidder(redis, second);
    const fields = await redis.hmget(state, `barred:${bidderId}`, `barredFor:${bidderId}`);
    expect(fields).to.deep.equal([null, null]);
  });
});
