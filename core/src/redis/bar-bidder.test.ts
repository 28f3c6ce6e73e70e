import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { NewBid } from '../contracts/bids.ts';
import { RefusalError } from '../contracts/errors.ts';
import { addAuction, openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { admitBidder, barBidder } from './bar-bidder.ts';
import { openAuction, placeBid } from './commands.ts';

const MINUTE_MS = 60_000;

describe('barring a bidder', () => {
  let connections: TestConnections;
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
    expect(await barBidder(redis, { auctionId, bidderId }, MINUTE_MS)).to.equal('BARRED');
    const auto: NewBid = { bidId: randomUUID(), kind: 'auto', maxKrw: 9_000 };
    for (const asked of [exactly(1_000), auto]) {
      expect(await bid(auctionId, bidderId, asked)).to.equal('ACCOUNT_LEAVING');
    }
    expect(await bid(auctionId, randomUUID(), exactly(1_000))).to.equal('leading');
    await admitBidder(redis, { auctionId, bidderId });
    await admitBidder(redis, { auctionId, bidderId });
    expect(await bid(auctionId, bidderId, exactly(2_000))).to.equal('leading');
  });

  it('leaves whoever leads as they are, and answers what was bid before', async () => {
    const [auctionId, bidderId] = [await liveAuction(), randomUUID()];
    const { redis } = connections;
    const first = exactly(1_000);
    await bid(auctionId, bidderId, first);
    const bar = () => barBidder(redis, { auctionId, bidderId }, MINUTE_MS);
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
    await barBidder(redis, { auctionId, bidderId }, -MINUTE_MS);
    expect(await bid(auctionId, bidderId, exactly(1_000))).to.equal('leading');
    const nowhere = { auctionId: randomUUID(), bidderId };
    expect(await barBidder(redis, nowhere, MINUTE_MS)).to.equal('ABSENT');
    expect(await bid(nowhere.auctionId, bidderId, exactly(1_000))).to.equal('AUCTION_NOT_FOUND');
  });
});
