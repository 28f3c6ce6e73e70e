import { and, eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import {
  ahead,
  letTimeRunOut,
  listedAuction,
  lose,
  openLambdaConnections,
  placeBids,
} from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { recordAuction } from '../record-bids/record-auction.ts';
import { closeAuctions } from './close-auctions.ts';
import { settleAuction } from './settle-auction.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('settling an auction', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  const ordersOf = (auctionId: string) =>
    connections.db.select().from(orders).where(eq(orders.auctionId, auctionId));

  const stateOf = async (auctionId: string) => {
    const found = connections.db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
    return (await found)[0]?.state;
  };

  const forgetFirstBid = (auctionId: string) =>
    connections.db.delete(bids).where(and(eq(bids.auctionId, auctionId), eq(bids.seq, 1)));

  it('does nothing before its time', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000]);
    expect(await settleAuction(connections, auctionId)).to.equal('not-yet');
    expect(await ordersOf(auctionId)).to.have.length(0);
  });

  it('opens one order for the winner at the price, payable within 48 hours', async () => {
    const { auctionId, sellerId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    const closesAtMs = await letTimeRunOut(connections, auctionId);
    expect(await settleAuction(connections, auctionId)).to.equal('sold');
    const [order, ...more] = await ordersOf(auctionId);
    expect(more).to.have.length(0);
    expect(order).to.include({
      attempt: 1,
      buyerId: 'bidder-1',
      sellerId,
      amountKrw: 1100,
      state: 'awaiting_payment',
      payByMs: closesAtMs + 2 * DAY_MS,
    });
    expect(await stateOf(auctionId)).to.equal('sold');
  });

  it('gives seven days from ten million won up', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [10_000_000]);
    const closesAtMs = await letTimeRunOut(connections, auctionId);
    await settleAuction(connections, auctionId);
    expect((await ordersOf(auctionId))[0]?.payByMs).to.equal(closesAtMs + 7 * DAY_MS);
  });

  it('takes nothing off the time to pay of a winner who is told long after the closing', async () => {
    for (const [lateMs, isFromClosing] of [
      [HOUR_MS - 60_000, true],
      [3 * DAY_MS, false],
    ] as const) {
      const { auctionId } = await listedAuction(connections);
      await placeBids(connections, auctionId, [1000]);
      const closesAtMs = await letTimeRunOut(connections, auctionId);
      expect(await settleAuction(ahead(connections, lateMs), auctionId)).to.equal('sold');
      const [order] = await ordersOf(auctionId);
      const fromMs = isFromClosing ? closesAtMs : Number(order?.createdAtMs);
      expect(order?.payByMs).to.equal(fromMs + 2 * DAY_MS);
      expect(order?.createdAtMs).to.be.at.least(closesAtMs + lateMs);
    }
  });

  it('leaves an auction without bids unsold and opens no order', async () => {
    const { auctionId } = await listedAuction(connections);
    await letTimeRunOut(connections, auctionId);
    expect(await settleAuction(connections, auctionId)).to.equal('unsold');
    expect(await ordersOf(auctionId)).to.have.length(0);
  });

  it('settles once when several do it at once and again later', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100, 1200]);
    await letTimeRunOut(connections, auctionId);
    const settling = Array.from({ length: 3 }, () => settleAuction(connections, auctionId));
    const outcomes = await Promise.all(settling);
    expect(outcomes).to.have.members(['settled-before', 'settled-before', 'sold']);
    expect(await settleAuction(connections, auctionId)).to.equal('settled-before');
    expect(await ordersOf(auctionId)).to.have.length(1);
  });

  it('writes no result when the record does not hold what was accepted', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    await recordAuction(connections, auctionId);
    await forgetFirstBid(auctionId);
    await letTimeRunOut(connections, auctionId);
    const error = await settleAuction(connections, auctionId).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(Error).with.property('message').that.includes('recorded 1');
    expect(await stateOf(auctionId)).to.equal('scheduled');
    expect(await ordersOf(auctionId)).to.have.length(0);
    await connections.db.delete(auctions).where(eq(auctions.auctionId, auctionId));
  });

  it('settles from the record what Redis lost before its closing, once doubts had their time', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    await recordAuction(connections, auctionId);
    await letTimeRunOut(connections, auctionId);
    await lose(connections, auctionId);
    expect(await settleAuction(connections, auctionId)).to.equal('not-yet');
    expect(await settleAuction(ahead(connections, 9_000), auctionId)).to.equal('not-yet');
    expect(await settleAuction(ahead(connections, 10_000), auctionId)).to.equal('sold');
    expect((await ordersOf(auctionId))[0]).to.include({ buyerId: 'bidder-1', amountKrw: 1100 });
  });

  it('lets the keys of a settled auction go after a week, not before', async () => {
    const { auctionId } = await listedAuction(connections);
    await letTimeRunOut(connections, auctionId);
    await settleAuction(connections, auctionId);
    const ttlMs = await connections.redis.pttl(auctionKeys(auctionId).state);
    expect(ttlMs).to.be.within(6 * DAY_MS, 7 * DAY_MS);
  });

  it('settles all that is due, although one of them fails', async () => {
    const sound = await listedAuction(connections);
    const broken = await listedAuction(connections);
    await placeBids(connections, broken.auctionId, [1000, 1100]);
    await recordAuction(connections, broken.auctionId);
    await forgetFirstBid(broken.auctionId);
    await letTimeRunOut(connections, sound.auctionId);
    await letTimeRunOut(connections, broken.auctionId);
    const error = await closeAuctions(connections).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(AggregateError);
    expect(await stateOf(sound.auctionId)).to.equal('unsold');
    expect(await stateOf(broken.auctionId)).to.equal('scheduled');
    await connections.db.delete(auctions).where(eq(auctions.auctionId, broken.auctionId));
  });
});
