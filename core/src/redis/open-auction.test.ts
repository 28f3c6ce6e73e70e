import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { openTestConnections, someRules } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { openAuction, placeBid, withdrawAuction } from './commands.ts';
import { auctionKeys } from './keys.ts';
import { readLive } from './live-state.ts';
import type { AuctionToOpen } from './to-open.ts';

const HOUR_MS = 3_600_000;

describe('putting an auction into Redis', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  function coming(given: Partial<AuctionToOpen> = {}): AuctionToOpen {
    const [opensAtMs, closesAtMs] = [Date.now() + HOUR_MS, Date.now() + 2 * HOUR_MS];
    return someRules({ capKrw: 5000, opensAtMs, closesAtMs, ...given });
  }

  const firstBid = (auctionId: string, bidderId = 'a', amountKrw = 1000) =>
    placeBid(connections.redis, {
      auctionId,
      bidderId,
      bidId: randomUUID(),
      kind: 'exact',
      amountKrw,
      confirmed: true,
    });

  it('leaves an auction alone that is there under the same epoch', async () => {
    const auction = coming();
    expect(await openAuction(connections.redis, auction)).to.equal('OPENED');
    const again = await openAuction(connections.redis, { ...auction, startKrw: 9 });
    expect(again).to.equal('PRESENT');
  });

  it('replaces the rules under a higher epoch while nobody has bid', async () => {
    const auction = coming();
    await openAuction(connections.redis, auction);
    const edited = { ...auction, epoch: 2, startKrw: 2000 };
    expect(await openAuction(connections.redis, edited)).to.equal('OPENED');
    const { states } = await readLive(connections.redis, [auction.auctionId]);
    expect(states.get(auction.auctionId)).to.include({ epoch: 'e2', minimumKrw: 2000 });
  });

  it('never replaces an auction on which somebody has bid since', async () => {
    const auction = coming({ opensAtMs: 1 });
    await openAuction(connections.redis, auction);
    await firstBid(auction.auctionId);
    expect(await openAuction(connections.redis, { ...auction, epoch: 2 })).to.equal('PRESENT');
  });

  it('does not let a slower writer bring back rules that were withdrawn', async () => {
    const auction = coming();
    await openAuction(connections.redis, auction);
    expect(await withdrawAuction(connections.redis, auction)).to.equal(true);
    expect(await openAuction(connections.redis, auction)).to.equal('STALE');
    expect(await openAuction(connections.redis, { ...auction, epoch: 2 })).to.equal('OPENED');
  });

  it('withdraws nothing once it has opened, whether or not Redis has it', async () => {
    const auction = coming({ opensAtMs: Date.now() - 1 });
    expect(await withdrawAuction(connections.redis, auction)).to.equal(false);
    await openAuction(connections.redis, auction);
    expect(await withdrawAuction(connections.redis, auction)).to.equal(false);
    const { states } = await readLive(connections.redis, [auction.auctionId]);
    expect(states.has(auction.auctionId)).to.equal(true);
  });

  it('replaces what has lost its end only where it stood when it was compared', async () => {
    const auction = coming({ opensAtMs: 1 });
    await openAuction(connections.redis, auction);
    await firstBid(auction.auctionId);
    const bidders = [{ bidderId: 'b', ordinal: 1, maxKrw: 2000 }];
    const leader = { leaderId: 'b', ordinal: 1, maxKrw: 2000 };
    const amounts = { bidCount: 3, priceKrw: 2000, minimumKrw: 2100, lastAtMs: 5 };
    const standing = { seq: 3, raise: 0, ...amounts, leader, bidders, bids: [] };
    const recorded = { ...auction, epoch: 2, standing };
    const over = (seq: number) =>
      openAuction(connections.redis, { ...recorded, over: { seq, raise: 0 } });
    expect(await over(0)).to.equal('PRESENT');
    expect(await over(1)).to.equal('OPENED');
    expect(await firstBid(auction.auctionId, 'c', 2100)).to.include({ seq: 4 });
  });

  it('waits while a surviving log is ahead of the record', async () => {
    const auction = coming({ opensAtMs: 1 });
    await openAuction(connections.redis, auction);
    await firstBid(auction.auctionId);
    await connections.redis.del(auctionKeys(auction.auctionId).state);
    expect(await openAuction(connections.redis, { ...auction, epoch: 2 })).to.equal('LOG_AHEAD');
  });

  it('holds thousands of remembered answers', async () => {
    const bidders = Array.from({ length: 2500 }, (_, index) => ({
      bidderId: `b${index}`,
      ordinal: index + 1,
      maxKrw: 1000 + index,
    }));
    const auction = coming({
      opensAtMs: 1,
      standing: {
        seq: 2500,
        raise: 0,
        bidCount: 2500,
        priceKrw: 3499,
        minimumKrw: 3599,
        leader: { leaderId: 'b2499', ordinal: 2500, maxKrw: 3499 },
        lastAtMs: 5,
        bidders,
        bids: [],
      },
    });
    expect(await openAuction(connections.redis, auction)).to.equal('OPENED');
    expect(await firstBid(auction.auctionId, 'b7', 3599)).to.include({
      alias: '입찰자 8',
      seq: 2501,
    });
    expect(await firstBid(auction.auctionId, 'new', 3700)).to.include({ alias: '입찰자 2501' });
  });
});
