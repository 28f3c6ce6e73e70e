import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { placeBid } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys, LOADED_KEY, LOADING_KEY, MISSING_KEY } from '@sagopalgo/core/redis/keys.ts';
import { isLoaded } from '@sagopalgo/core/redis/loaded-marks.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { listedAuction, lose, openLambdaConnections, placeBids } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { recordAuction } from './record-auction.ts';
import { recordBids } from './record-bids.ts';
import { restoreAsked, restoreMissing } from './restore-missing.ts';
import { restoreAuction } from './restore-auction.ts';

const DAY_MS = 86_400_000;

describe('restoring what Redis lost', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  const raiseRecordedEpoch = (auctionId: string) =>
    connections.db.update(auctions).set({ epoch: 2 }).where(eq(auctions.auctionId, auctionId));

  const liveOf = async (auctionId: string) =>
    (await readLive(connections.redis, [auctionId])).states.get(auctionId);

  it('brings back price, leader, minimum, seq, aliases and repeats under a new epoch', async () => {
    const { auctionId } = await listedAuction(connections);
    const [first] = await placeBids(connections, auctionId, [1000, 1100, 1200]);
    await recordAuction(connections, auctionId);
    const before = await liveOf(auctionId);
    await lose(connections, auctionId);
    expect(await restoreAuction(connections, auctionId)).to.equal('OPENED');
    expect(await liveOf(auctionId)).to.deep.equal({ ...before, epoch: 'e2', epochNumber: 2 });
    const { bidders } = auctionKeys(auctionId);
    expect(await connections.redis.hget(bidders, 'bidder-1')).to.equal('2|1100');
    const again = {
      auctionId,
      bidderId: 'bidder-0',
      bidId: first?.bidId ?? '',
      kind: 'exact' as const,
    };
    expect(await placeBid(connections.redis, { ...again, amountKrw: 1000 })).to.deep.equal(first);
    const next = { auctionId, bidderId: 'bidder-0', bidId: randomUUID(), kind: 'exact' as const };
    expect(await placeBid(connections.redis, { ...next, amountKrw: 1300 })).to.include({
      seq: 4,
      alias: '입찰자 1',
    });
    expect(await recordAuction(connections, auctionId)).to.equal(1);
  });

  it('records first what a surviving log holds beyond the record', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    await lose(connections, auctionId, ['rest']);
    expect(await restoreAuction(connections, auctionId)).to.equal('OPENED');
    expect(await liveOf(auctionId)).to.include({ seq: 2, priceKrw: 1100, bidCount: 2 });
  });

  it('restores once when several try, and leaves alone what is there', async () => {
    const { auctionId } = await listedAuction(connections);
    await lose(connections, auctionId);
    const outcomes = await Promise.all(
      Array.from({ length: 3 }, () => restoreAuction(connections, auctionId)),
    );
    expect(outcomes).to.have.members(['OPENED', 'PRESENT', 'PRESENT']);
    expect(await liveOf(auctionId)).to.include({ epoch: 'e2' });
  });

  it('restores many at once, however many ask, on a few connections', async () => {
    const ids = await Promise.all(
      Array.from({ length: 25 }, async () => (await listedAuction(connections)).auctionId),
    );
    await Promise.all(ids.map((auctionId) => lose(connections, auctionId)));
    const outcomes = await Promise.all(
      ids.map((auctionId) => restoreAuction(connections, auctionId)),
    );
    expect(new Set(outcomes)).to.deep.equal(new Set(['OPENED']));
  });

  it('brings a load that was cut off after its epoch together again', async () => {
    const { auctionId } = await listedAuction(connections);
    await raiseRecordedEpoch(auctionId);
    expect(await restoreAuction(connections, auctionId)).to.equal('OPENED');
    expect(await liveOf(auctionId)).to.include({ epochNumber: 3 });
    await placeBids(connections, auctionId, [1000]);
    expect(await recordAuction(connections, auctionId)).to.equal(1);
  });

  it('takes in bids that were accepted under the epoch before such a load', async () => {
    const { auctionId } = await listedAuction(connections);
    await raiseRecordedEpoch(auctionId);
    await placeBids(connections, auctionId, [1000, 1100]);
    expect(await recordBids(connections)).to.be.at.least(2);
    const rows = connections.db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
    expect((await rows)[0]).to.include({ epoch: 1, recordedSeq: 2, priceKrw: 1100 });
  });

  it('does not mark Redis as loaded when it was emptied under the pass', async () => {
    const { auctionId } = await addAuction(connections.db);
    const emptied = {
      ...connections,
      now: () => {
        void connections.redis.del(LOADED_KEY, LOADING_KEY, auctionKeys(auctionId).state);
        return Date.now();
      },
    };
    await restoreMissing(emptied);
    expect(await isLoaded(connections.redis)).to.equal(false);
    await restoreMissing(connections);
    expect(await isLoaded(connections.redis)).to.equal(true);
    expect(await liveOf(auctionId)).to.include({ state: 'live' });
  });

  it('knows nothing of an auction that the record does not have', async () => {
    expect(await restoreAuction(connections, randomUUID())).to.equal(null);
  });

  it('restores an ended auction as ended', async () => {
    const ended = { state: 'unsold', recordedSeq: 1, closesAtMs: Date.now() - 1000 } as const;
    const { auctionId } = await addAuction(connections.db, ended);
    expect(await restoreAuction(connections, auctionId)).to.equal('OPENED');
    expect(await liveOf(auctionId)).to.include({ state: 'unsold', seq: 1, minimumKrw: null });
    expect(await connections.redis.pttl(auctionKeys(auctionId).state)).to.be.within(1, 7 * DAY_MS);
  });

  it('goes through all that is unsettled and marks Redis as loaded', async () => {
    const coming = await addAuction(connections.db, { opensAtMs: Date.now() + 5000 });
    const lost = await listedAuction(connections);
    await lose(connections, lost.auctionId);
    await connections.redis.del(LOADED_KEY);
    expect(await isLoaded(connections.redis)).to.equal(false);
    expect(await restoreMissing(connections)).to.be.at.least(2);
    expect(await isLoaded(connections.redis)).to.equal(true);
    expect(await liveOf(coming.auctionId)).to.include({ state: 'coming', minimumKrw: 1000 });
    expect(await liveOf(lost.auctionId)).to.include({ state: 'live' });
  });

  it('restores what somebody asked for', async () => {
    const { auctionId } = await addAuction(connections.db);
    await connections.redis.sadd(MISSING_KEY, auctionId, randomUUID());
    expect(await restoreAsked(connections)).to.be.at.least(1);
    expect(await liveOf(auctionId)).to.include({ state: 'live' });
    const row = connections.db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
    expect((await row)[0]).to.include({ epoch: 2 });
  });
});
