import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { closeAuction } from '@sagopalgo/core/redis/commands.ts';
import { writeDoubt } from '@sagopalgo/core/redis/doubts.ts';
import type { Doubt } from '@sagopalgo/core/redis/doubts.ts';
import { auctionKeys, DOUBTED_KEY } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { readPublicLog } from '@sagopalgo/core/redis/read-log.ts';
import { addAuction, quietLog } from '@sagopalgo/core/testing/connections.ts';
import {
  keepCopy,
  letTimeRunOut,
  listedAuction,
  openLambdaConnections,
  place,
  placeBids,
  rowOf,
} from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { answerDoubts } from './answer-doubts.ts';
import { markInterrupted } from './mark-interrupted.ts';
import { recordAuction } from './record-auction.ts';

describe('a doubt whether something told was lost', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  beforeEach(() => connections.redis.del(DOUBTED_KEY));
  after(() => connections.end());

  const report = (auctionId: string, bid: Partial<BidAnswer | Doubt>, epochNumber = 1) =>
    connections.redis.sadd(
      DOUBTED_KEY,
      writeDoubt({ auctionId, epochNumber, seq: 1, raise: 0, bidId: '', ...bid }),
    );
  const isInterrupted = async (auctionId: string) =>
    (await rowOf(connections, auctionId)).interruptedAtMs !== null;

  /** An auction of which Redis and the record know two bids; a third was acknowledged and is lost. */
  async function lossy(): Promise<{ auctionId: string; lost: BidAnswer }> {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    const bringBack = await keepCopy(connections, auctionId);
    const [lost] = await placeBids(connections, auctionId, [1200]);
    await bringBack();
    if (!lost) throw new Error('no bid');
    return { auctionId, lost };
  }

  it('is none when the log has the bid, which is recorded for it', async () => {
    const { auctionId } = await listedAuction(connections);
    const [, second] = await placeBids(connections, auctionId, [1000, 1100]);
    await report(auctionId, second ?? {});
    expect(await answerDoubts(connections)).to.equal(0);
    expect(await rowOf(connections, auctionId)).to.include({ recordedSeq: 2 });
    expect(await isInterrupted(auctionId)).to.equal(false);
    expect(await connections.redis.scard(DOUBTED_KEY)).to.equal(0);
  });

  it('is none when the record has it: Redis gets it back', async () => {
    const { auctionId } = await listedAuction(connections);
    const bringBack = await keepCopy(connections, auctionId);
    const [bid] = await placeBids(connections, auctionId, [1000]);
    await recordAuction(connections, auctionId);
    await bringBack();
    await report(auctionId, bid ?? {});
    expect(await answerDoubts(connections)).to.equal(0);
    const { states } = await readLive(connections.redis, [auctionId]);
    expect(states.get(auctionId)).to.include({ seq: 1, priceKrw: 1000, interrupted: false });
  });

  it('interrupts the auction for everyone when neither has it, and says so once', async () => {
    const { auctionId, lost } = await lossy();
    const log = quietLog();
    for (let round = 0; round < 3; round += 1) {
      await report(auctionId, lost);
      await answerDoubts({ ...connections, log });
    }
    expect(await isInterrupted(auctionId)).to.equal(true);
    const told = log.events.filter(({ event }) => event === 'auction.interrupted');
    expect(told).to.have.length(1);
    const refused = await place(connections, auctionId, 'x', { kind: 'exact', amountKrw: 1500 })
      .then(() => null)
      .catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(RefusalError).with.property('code', 'AUCTION_INTERRUPTED');
    expect(await connections.redis.scard(DOUBTED_KEY)).to.equal(0);
  });

  it('interrupts when another bid stands in the place of the lost one', async () => {
    const { auctionId, lost } = await lossy();
    await place(connections, auctionId, 'x', { kind: 'exact', amountKrw: 1250 });
    await report(auctionId, lost);
    expect(await answerDoubts(connections)).to.equal(1);
    expect(await isInterrupted(auctionId)).to.equal(true);
  });

  it('interrupts for a lost silent raise too', async () => {
    const { auctionId } = await listedAuction(connections);
    await place(connections, auctionId, 'a', { kind: 'auto', maxKrw: 5000 });
    const bringBack = await keepCopy(connections, auctionId);
    const raise = await place(connections, auctionId, 'a', { kind: 'auto', maxKrw: 9000 });
    await bringBack();
    await report(auctionId, raise);
    expect(await answerDoubts(connections)).to.equal(1);
  });

  it('of a window, which knows the place only, is none for a bid of that epoch or before', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    await report(auctionId, { seq: 2 }, 1);
    await report(auctionId, { seq: 2 }, 4);
    expect(await answerDoubts(connections)).to.equal(0);
    await report(auctionId, { seq: 3 }, 1);
    expect(await answerDoubts(connections)).to.equal(1);
  });

  it('of a window is one when a bid of another price or moment has taken the place', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    await recordAuction(connections, auctionId);
    const [bid] = await readPublicLog(connections.redis, auctionId, 1, 1);
    if (bid?.told.event !== 'bid') throw new Error('no bid');
    const { seq, priceKrw, acceptedAtMs } = bid.told.data;
    await report(auctionId, { seq, priceKrw, acceptedAtMs });
    await report(auctionId, { seq, priceKrw });
    expect(await answerDoubts(connections)).to.equal(0);
    await report(auctionId, { seq, priceKrw: priceKrw + 100, acceptedAtMs });
    expect(await answerDoubts(connections)).to.equal(1);
    const { auctionId: other } = await listedAuction(connections);
    await placeBids(connections, other, [1000, 1100]);
    await report(other, { seq, priceKrw, acceptedAtMs: acceptedAtMs - 1 });
    expect(await answerDoubts(connections)).to.equal(1);
  });

  it('of a window is one when the place was taken under a later epoch', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000]);
    await recordAuction(connections, auctionId);
    await connections.redis.hset(auctionKeys(auctionId).state, { epoch: 'e2', epochNumber: 2 });
    await connections.db
      .update(auctions)
      .set({ epoch: 2 })
      .where(eq(auctions.auctionId, auctionId));
    await place(connections, auctionId, 'x', { kind: 'exact', amountKrw: 1100 });
    await report(auctionId, { seq: 2 }, 1);
    expect(await answerDoubts(connections)).to.equal(1);
  });

  it('of a window is none about a closing that is recorded', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000]);
    await letTimeRunOut(connections, auctionId);
    await closeAuction(connections.redis, auctionId);
    await report(auctionId, { seq: 2 });
    expect(await answerDoubts(connections)).to.equal(0);
  });

  it('stays while the auction cannot be recorded', async () => {
    const { auctionId, lost } = await lossy();
    const unknown = { epoch: 'e9', epochNumber: 9 };
    await connections.redis.hset(auctionKeys(auctionId).state, unknown);
    await report(auctionId, lost);
    expect(await answerDoubts(connections)).to.equal(0);
    expect(await connections.redis.scard(DOUBTED_KEY)).to.equal(1);
    expect(await isInterrupted(auctionId)).to.equal(false);
    await connections.db.delete(auctions).where(eq(auctions.auctionId, auctionId));
  });

  for (const [where, laterKrw] of [
    ['its end', []],
    ['a bid upon which others were taken', [1300]],
  ] as const) {
    it(`interrupts where the log has lost ${where}, though that stops the recording too`, async () => {
      const { auctionId } = await listedAuction(connections);
      await placeBids(connections, auctionId, [1000, 1100]);
      const [lost] = await placeBids(connections, auctionId, [1200]);
      for (const amountKrw of laterKrw) {
        await place(connections, auctionId, 'later', { kind: 'exact', amountKrw });
      }
      await connections.redis.xdel(auctionKeys(auctionId).log, '3-0');
      await report(auctionId, { seq: 3, raise: 0, bidId: lost?.bidId ?? '' });
      expect(await answerDoubts(connections)).to.equal(1);
      expect(await isInterrupted(auctionId)).to.equal(true);
      expect(await rowOf(connections, auctionId)).to.include({ recordedSeq: 2 });
      await connections.db.delete(auctions).where(eq(auctions.auctionId, auctionId));
    });
  }

  it('comes too late for a settled auction, and is told once', async () => {
    const { auctionId, lost } = await lossy();
    await connections.db
      .update(auctions)
      .set({ state: 'sold' })
      .where(eq(auctions.auctionId, auctionId));
    const log = quietLog();
    for (let round = 0; round < 2; round += 1) {
      await report(auctionId, lost);
      expect(await answerDoubts({ ...connections, log })).to.equal(0);
    }
    expect(log.events.map(({ event }) => event)).to.deep.equal(['bids.lost-before-settlement']);
  });

  it('interrupts once, and nothing that is settled', async () => {
    const { auctionId } = await listedAuction(connections);
    expect(await markInterrupted(connections, auctionId, 'test')).to.equal(true);
    const { interruptedAtMs } = await rowOf(connections, auctionId);
    const later = { ...connections, now: () => Date.now() + 5_000 };
    expect(await markInterrupted(later, auctionId, 'test')).to.equal(false);
    expect(await rowOf(connections, auctionId)).to.include({ interruptedAtMs });
    const settled = await addAuction(connections.db, { state: 'sold' });
    expect(await markInterrupted(connections, settled.auctionId, 'test')).to.equal(false);
    expect(await isInterrupted(settled.auctionId)).to.equal(false);
  });

  it('about no auction, or that nobody can read, is forgotten', async () => {
    await report(randomUUID(), {});
    await connections.redis.sadd(DOUBTED_KEY, 'gibberish');
    expect(await answerDoubts(connections)).to.equal(0);
    expect(await connections.redis.scard(DOUBTED_KEY)).to.equal(0);
  });
});
