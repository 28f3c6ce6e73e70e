import { randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import { keepCopy, listedAuction, lose, openLambdaConnections, placeBids } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { recordAuction, RecordStoppedError } from './record-auction.ts';
import { recordBids } from './record-bids.ts';
import { restoreAuction } from './restore-auction.ts';
import { Standstills } from './standstills.ts';

describe('recording bids', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  const rowsOf = (auctionId: string) =>
    connections.db.select().from(bids).where(eq(bids.auctionId, auctionId)).orderBy(asc(bids.seq));

  // What cannot be recorded would fail every later round of the same database.
  const forget = (auctionId: string) =>
    connections.db.delete(auctions).where(eq(auctions.auctionId, auctionId));

  const recordOf = async (auctionId: string) => {
    const found = connections.db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
    return (await found)[0];
  };

  it('copies each accepted bid as it was answered, and where the auction stands', async () => {
    const { auctionId } = await listedAuction(connections);
    const [first, second] = await placeBids(connections, auctionId, [1000, 1100]);
    expect(await recordAuction(connections, auctionId)).to.equal(2);
    const rows = await rowsOf(auctionId);
    expect(rows.map((row) => [row.seq, row.raise, row.priceKrw, row.epoch])).to.deep.equal([
      [1, 0, 1000, 1],
      [2, 0, 1100, 1],
    ]);
    expect(rows[0]).to.include({ bidId: first?.bidId, ordinal: 1, outcome: 'leading' });
    expect(rows[1]).to.include({ acceptedAtMs: second?.acceptedAtMs, leaderAlias: '입찰자 2' });
    expect(await recordOf(auctionId)).to.include({
      recordedSeq: 2,
      bidCount: 2,
      priceKrw: 1100,
      minimumKrw: 1200,
      leaderId: 'bidder-1',
      leaderOrdinal: 2,
    });
  });

  it('writes nothing twice when run again or by several at once', async () => {
    const { auctionId } = await listedAuction(connections);
    const amounts = Array.from({ length: 60 }, (_, index) => 1000 + index * 100);
    await placeBids(connections, auctionId, amounts);
    const written = await Promise.all(
      Array.from({ length: 4 }, () => recordAuction(connections, auctionId)),
    );
    expect(written.reduce((sum, entries) => sum + entries, 0)).to.equal(60);
    expect(await recordAuction(connections, auctionId)).to.equal(0);
    expect((await rowsOf(auctionId)).map((row) => row.seq)).to.deep.equal(
      amounts.map((_, index) => index + 1),
    );
  });

  for (const [where, amountsKrw, reason] of [
    ['at a gap in the log', [1000, 1100, 1200, 1300], 'the log has 4-0 after 2-0'],
    [
      'where the log ends too early',
      [1000, 1100, 1200],
      'the log ends at 2-0, and Redis stands at 3-0',
    ],
  ] as const) {
    it(`stops ${where}, with what is before it recorded and nothing past it`, async () => {
      const { auctionId } = await listedAuction(connections);
      await placeBids(connections, auctionId, amountsKrw);
      await connections.redis.xdel(auctionKeys(auctionId).log, '3-0');
      for (let round = 0; round < 2; round += 1) {
        const error = await recordAuction(connections, auctionId).catch(
          (caught: unknown) => caught,
        );
        expect(error).to.be.instanceOf(RecordStoppedError);
        expect(String(error)).to.include(reason);
      }
      expect(await rowsOf(auctionId)).to.have.length(2);
      expect(await recordOf(auctionId)).to.include({ recordedSeq: 2, priceKrw: 1100, bidCount: 2 });
      await forget(auctionId);
    });
  }

  it('takes no log that was begun anew meanwhile for one that ends too early', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    const { redis } = connections;
    const late = Object.create(redis, {
      xrange: {
        value: async (...asked: Parameters<typeof redis.xrange>) => {
          await recordAuction(connections, auctionId);
          await lose(connections, auctionId, ['rest']);
          expect(await restoreAuction(connections, auctionId)).to.equal('OPENED');
          return await redis.xrange(...asked);
        },
      },
    }) as typeof redis;
    expect(await recordAuction({ ...connections, redis: late }, auctionId)).to.equal(0);
  });

  it('stops at an entry of an epoch that the record does not have', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000]);
    await connections.db
      .update(auctions)
      .set({ epoch: 7 })
      .where(eq(auctions.auctionId, auctionId));
    const error = await recordAuction(connections, auctionId).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(RecordStoppedError);
    expect(await rowsOf(auctionId)).to.have.length(0);
    await forget(auctionId);
  });

  it('tells once that the recording of one auction has stopped, and goes on with the others', async () => {
    const broken = await listedAuction(connections);
    const sound = await listedAuction(connections);
    await placeBids(connections, broken.auctionId, [1000, 1100]);
    await placeBids(connections, sound.auctionId, [1000]);
    await connections.redis.xdel(auctionKeys(broken.auctionId).log, '1-0');
    const log = quietLog();
    const own = { ...connections, log, standstills: new Standstills() };
    for (let round = 0; round < 3; round += 1) await recordBids(own);
    expect(await rowsOf(sound.auctionId)).to.have.length(1);
    const stopped = log.events.filter(({ event }) => event === 'recording.stopped');
    expect(stopped.map(({ facts }) => facts)).to.deep.equal([
      {
        auctionId: broken.auctionId,
        reason: `auction ${broken.auctionId}: the log has 2-0 after 0-0`,
      },
    ]);
    expect(own.standstills.faults().join()).to.include(broken.auctionId);
    await forget(broken.auctionId);
    await recordBids(own);
    expect(own.standstills.stoppedCount).to.equal(0);
  });

  it('goes on where somebody else has put right what stopped it', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    const bringBack = await keepCopy(connections, auctionId);
    await connections.redis.xdel(auctionKeys(auctionId).log, '2-0');
    const own = { ...connections, standstills: new Standstills() };
    await recordBids(own);
    expect(own.standstills.hasStopped(auctionId)).to.equal(true);
    await bringBack();
    await recordAuction(connections, auctionId);
    await recordBids(own);
    expect(own.standstills.hasStopped(auctionId)).to.equal(false);
  });

  it('says so when a log has no auction in the record', async () => {
    const auctionId = randomUUID();
    const error = await recordAuction(connections, auctionId).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(RecordStoppedError);
  });
});
