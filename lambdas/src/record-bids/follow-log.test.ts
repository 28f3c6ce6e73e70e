import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { interruptAuction } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import {
  keepCopy,
  listedAuction,
  openLambdaConnections,
  place,
  placeBids,
  rowOf,
} from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { recordAuction } from './record-auction.ts';
import { recordBids } from './record-bids.ts';
import { restoreAuction } from './restore-auction.ts';
import { restoreMissing } from './restore-missing.ts';
import { Standstills } from './standstills.ts';

describe('a Redis that came back with less than is recorded', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  const liveOf = async (auctionId: string) =>
    (await readLive(connections.redis, [auctionId])).states.get(auctionId);
  const bidIdsOf = async (auctionId: string) => {
    const rows = connections.db.select().from(bids).where(eq(bids.auctionId, auctionId));
    return (await rows.orderBy(bids.seq, bids.raise)).map(({ bidId }) => bidId);
  };

  it('gets the end it has lost back from the record, under a new epoch', async () => {
    const { auctionId } = await listedAuction(connections);
    const first = await placeBids(connections, auctionId, [1000, 1100]);
    const bringBack = await keepCopy(connections, auctionId);
    const second = await placeBids(connections, auctionId, [1200, 1300]);
    await recordAuction(connections, auctionId);
    await bringBack();
    await recordBids(connections);
    expect(await liveOf(auctionId)).to.include({ seq: 4, priceKrw: 1300, epochNumber: 2 });
    expect(await rowOf(connections, auctionId)).to.include({ interruptedAtMs: null, epoch: 2 });
    expect(await bidIdsOf(auctionId)).to.deep.equal(
      [...first, ...second].map(({ bidId }) => bidId),
    );
  });

  it('takes bids again where it alone was stopped, after the auction had been resumed', async () => {
    const { auctionId } = await listedAuction(connections);
    await place(connections, auctionId, 'a', { kind: 'exact', amountKrw: 1000 });
    await recordAuction(connections, auctionId);
    await place(connections, auctionId, 'b', { kind: 'exact', amountKrw: 1100 });
    expect(await interruptAuction(connections.redis, auctionId)).to.equal(true);
    await recordBids(connections);
    expect(await liveOf(auctionId)).to.include({ interrupted: false, seq: 2, priceKrw: 1100 });
    expect(await rowOf(connections, auctionId)).to.include({
      interruptedAtMs: null,
      recordedSeq: 2,
    });
    await place(connections, auctionId, 'c', { kind: 'exact', amountKrw: 1200 });
    await recordBids(connections);
    expect(await rowOf(connections, auctionId)).to.include({ recordedSeq: 3, priceKrw: 1200 });
  });

  it('gets back a silent raise alone', async () => {
    const { auctionId } = await listedAuction(connections);
    await place(connections, auctionId, 'a', { kind: 'auto', maxKrw: 5000 });
    const bringBack = await keepCopy(connections, auctionId);
    await place(connections, auctionId, 'a', { kind: 'auto', maxKrw: 9000 });
    await recordAuction(connections, auctionId);
    await bringBack();
    await recordBids(connections);
    expect(await connections.redis.hget(auctionKeys(auctionId).bidders, 'a')).to.equal('1|9000');
  });

  for (const [than, amounts] of [
    ['fewer than were lost', [1210]],
    ['as many as were lost', [1210, 1310]],
    ['more than were lost', [1210, 1310, 1410]],
  ] as const) {
    it(`interrupts when other bids were taken since, ${than}`, async () => {
      const { auctionId } = await listedAuction(connections);
      await placeBids(connections, auctionId, [1000, 1100]);
      const bringBack = await keepCopy(connections, auctionId);
      await placeBids(connections, auctionId, [1200, 1300]);
      await recordAuction(connections, auctionId);
      await bringBack();
      const recorded = await bidIdsOf(auctionId);
      await placeBids(connections, auctionId, amounts);
      const log = quietLog();
      for (let round = 0; round < 2; round += 1) await recordBids({ ...connections, log });
      expect(await rowOf(connections, auctionId))
        .to.have.property('interruptedAtMs')
        .above(0);
      expect(await liveOf(auctionId)).to.include({ interrupted: true });
      expect(await bidIdsOf(auctionId)).to.deep.equal(recorded);
      const told = log.events.filter(({ event }) => event === 'auction.interrupted');
      expect(told).to.have.length(1);
    });
  }

  it('does not take over an epoch that the record never gave', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000]);
    const { state } = auctionKeys(auctionId);
    await connections.redis.hset(state, { epoch: 'e9', epochNumber: 9 });
    const own = { ...connections, standstills: new Standstills() };
    await recordBids(own);
    expect(own.standstills.faults().join()).to.include('unknown epoch 9');
    expect(await rowOf(connections, auctionId)).to.include({ epoch: 1, recordedSeq: 0 });
    await connections.db.delete(auctions).where(eq(auctions.auctionId, auctionId));
  });

  it('is interrupted again when it has forgotten that it was', async () => {
    const { auctionId } = await listedAuction(connections);
    const interrupted = { interruptedAtMs: Date.now() };
    await connections.db.update(auctions).set(interrupted).where(eq(auctions.auctionId, auctionId));
    await recordBids(connections);
    expect(await liveOf(auctionId)).to.include({ interrupted: true });
  });
});

describe('half a bid', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  /** Lets the judge's script fail at its last write but one: the log, state and bidders are written. */
  async function failHalfWay(auctionId: string): Promise<string> {
    const { answers } = auctionKeys(auctionId);
    await connections.redis.del(answers);
    await connections.redis.set(answers, 'no hash');
    const failed = await place(connections, auctionId, 'unlucky', {
      kind: 'exact',
      amountKrw: 1000,
    })
      .then(() => 'accepted')
      .catch((error: unknown) => String(error));
    expect(failed).to.include('WRONGTYPE');
    return failed;
  }

  it('stays in the log, is recorded, and the auction goes on from it', async () => {
    const { auctionId } = await listedAuction(connections);
    await failHalfWay(auctionId);
    expect(await connections.redis.xlen(auctionKeys(auctionId).log)).to.equal(1);
    expect(await restoreAuction(connections, auctionId)).to.equal('OPENED');
    const [row] = await connections.db.select().from(bids).where(eq(bids.auctionId, auctionId));
    expect(row).to.include({ bidderId: 'unlucky', priceKrw: 1000 });
    const again = { auctionId, bidderId: 'unlucky', bidId: row?.bidId ?? '' };
    const answer = await place(connections, auctionId, 'unlucky', {
      ...again,
      ...{ kind: 'exact', amountKrw: 1000 },
    });
    expect(answer).to.include({ seq: 1, outcome: 'leading' });
    const next = await place(connections, auctionId, 'next', { kind: 'exact', amountKrw: 1100 });
    expect(next).to.include({ seq: 2 });
  });

  it('that reached the log alone is found by the top of the log', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    const { state } = auctionKeys(auctionId);
    await connections.redis.hset(state, { seq: 1, bidCount: 1, priceKrw: 1000 });
    expect(await restoreAuction(connections, auctionId)).to.equal('OPENED');
    const { states } = await readLive(connections.redis, [auctionId]);
    expect(states.get(auctionId)).to.include({ seq: 2, priceKrw: 1100, bidCount: 2 });
  });

  it('is found by a full pass that nobody asked for', async () => {
    const { auctionId } = await listedAuction(connections);
    await failHalfWay(auctionId);
    expect(await restoreMissing(connections)).to.be.at.least(1);
    expect(await connections.redis.type(auctionKeys(auctionId).answers)).to.equal('hash');
    expect(await restoreAuction(connections, auctionId)).to.equal('PRESENT');
  });
});
