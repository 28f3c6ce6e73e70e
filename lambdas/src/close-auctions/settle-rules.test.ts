import { asc, eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { closeAuction, moveClosing } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
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
import { markInterrupted } from '../record-bids/mark-interrupted.ts';
import { recordAuction } from '../record-bids/record-auction.ts';
import { closeAuctions } from './close-auctions.ts';
import { settleAuction } from './settle-auction.ts';

const HOUR_MS = 3_600_000;

describe('settling by the full rules', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  const ordersOf = (auctionId: string) =>
    connections.db.select().from(orders).where(eq(orders.auctionId, auctionId));
  const liveOf = async (auctionId: string) =>
    (await readLive(connections.redis, [auctionId])).states.get(auctionId);

  /** As when somebody has moved the closing at the last moment. */
  async function bidAfterAll(auctionId: string): Promise<void> {
    const { state } = auctionKeys(auctionId);
    await connections.redis.hset(state, 'closesAtMs', Date.now() + HOUR_MS);
    await placeBids(connections, auctionId, [1200]);
    await letTimeRunOut(connections, auctionId);
  }

  it('counts silent raises and moved closings for nothing, and settles with them', async () => {
    const { auctionId } = await listedAuction(connections);
    await place(connections, auctionId, 'a', { kind: 'auto', maxKrw: 5000 });
    await place(connections, auctionId, 'a', { kind: 'auto', maxKrw: 9000 });
    const closesAtMs = Date.now() + 2 * HOUR_MS;
    const move = { closesAtMs, reason: 'operator' as const };
    expect(await moveClosing(connections.redis, auctionId, move)).to.equal('MOVED');
    await place(connections, auctionId, 'b', { kind: 'exact', amountKrw: 3000 });
    await place(connections, auctionId, 'a', { kind: 'auto', maxKrw: 9500 });
    await letTimeRunOut(connections, auctionId);
    expect(await settleAuction(connections, auctionId)).to.equal('sold');
    expect(await ordersOf(auctionId)).to.have.length(1);
    expect((await ordersOf(auctionId))[0]).to.include({ buyerId: 'a', amountKrw: 3100 });
    const rows = connections.db.select().from(bids).where(eq(bids.auctionId, auctionId));
    const places = (await rows.orderBy(asc(bids.seq), asc(bids.raise))).map(({ seq, raise }) =>
      [seq, raise].join('-'),
    );
    expect(places).to.deep.equal(['1-0', '1-1', '2-0', '2-1']);
    expect(await rowOf(connections, auctionId)).to.include({ bidCount: 2, recordedSeq: 3 });
  });

  it('leaves an auction unsold whose reserve nobody met, though somebody led', async () => {
    const { auctionId } = await listedAuction(connections, { reserveKrw: 50_000 });
    await placeBids(connections, auctionId, [1000, 2000]);
    await letTimeRunOut(connections, auctionId);
    expect(await settleAuction(connections, auctionId)).to.equal('unsold');
    expect(await ordersOf(auctionId)).to.have.length(0);
    expect(await rowOf(connections, auctionId)).to.include({ state: 'unsold', priceKrw: 2000 });
  });

  it('settles a purchase at once, at its own moment and price', async () => {
    const { auctionId } = await listedAuction(connections, { buyNowKrw: 7000 });
    const bought = await place(connections, auctionId, 'a', { kind: 'buy-now' });
    expect(bought.outcome).to.equal('bought');
    await recordAuction(connections, auctionId);
    expect(await closeAuctions(connections)).to.deep.equal({ sold: 1 });
    expect((await ordersOf(auctionId))[0]).to.include({ buyerId: 'a', amountKrw: 7000 });
    const { closesAtMs } = bought;
    expect(await rowOf(connections, auctionId)).to.include({ closesAtMs, recordedSeq: 2 });
  });

  it('keeps the closing that bids have moved as the real one', async () => {
    const closesAtMs = Date.now() + 60_000;
    const { auctionId } = await listedAuction(connections, { closesAtMs, extension: 'auto' });
    const [bid] = await placeBids(connections, auctionId, [1000]);
    expect(bid?.closesAtMs).to.be.above(closesAtMs);
    await recordAuction(connections, auctionId);
    expect(await rowOf(connections, auctionId)).to.include({ closesAtMs: bid?.closesAtMs });
  });

  it('never settles an interrupted auction, whichever side knows of it', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000]);
    await recordAuction(connections, auctionId);
    await letTimeRunOut(connections, auctionId);
    await markInterrupted(connections, auctionId, 'test');
    expect(await closeAuctions(connections)).to.deep.equal({});
    expect(await settleAuction(connections, auctionId)).to.equal('interrupted');
    expect(await closeAuction(connections.redis, auctionId)).to.include({ code: 'INTERRUPTED' });
    await connections.redis.hdel(auctionKeys(auctionId).state, 'interrupted');
    expect(await settleAuction(connections, auctionId)).to.equal('interrupted');
    expect(await liveOf(auctionId)).to.include({ state: 'closed' });
    expect(await ordersOf(auctionId)).to.have.length(0);
  });

  it('writes no result for what was interrupted after it was closed', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000]);
    await letTimeRunOut(connections, auctionId);
    const interrupting = {
      ...connections,
      signHead: async () => {
        const row = await rowOf(connections, auctionId);
        await connections.db
          .update(auctions)
          .set({ interruptedAtMs: 1 })
          .where(eq(auctions.auctionId, auctionId));
        return { seq: row.recordedSeq, jws: 'head' };
      },
    };
    expect(await settleAuction(interrupting, auctionId)).to.equal('interrupted');
    expect(await ordersOf(auctionId)).to.have.length(0);
  });

  it('does not close an auction of which Redis has lost the end: the winner would be another', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    const bringBack = await keepCopy(connections, auctionId);
    await placeBids(connections, auctionId, [1200]);
    await recordAuction(connections, auctionId);
    await bringBack();
    await letTimeRunOut(connections, auctionId);
    expect(await settleAuction(connections, auctionId)).to.equal('not-yet');
    expect(await liveOf(auctionId)).to.include({ state: 'closed', priceKrw: 1200, seq: 3 });
    const { log } = auctionKeys(auctionId);
    expect(await connections.redis.xlen(log)).to.equal(0);
  });

  it('does not close an auction whose log has lost a silent raise', async () => {
    const { auctionId } = await listedAuction(connections);
    await place(connections, auctionId, 'a', { kind: 'auto', maxKrw: 5000 });
    await recordAuction(connections, auctionId);
    await place(connections, auctionId, 'a', { kind: 'auto', maxKrw: 50_000 });
    await connections.redis.xdel(auctionKeys(auctionId).log, '1-1');
    await letTimeRunOut(connections, auctionId);
    const error = await settleAuction(connections, auctionId).catch((caught: unknown) => caught);
    expect(String(error)).to.include('the log ends at 1-0, and Redis stands at 1-1');
    expect(await rowOf(connections, auctionId)).to.include({ state: 'scheduled' });
    await connections.db.delete(auctions).where(eq(auctions.auctionId, auctionId));
  });

  it('tells a head that covers every bid, signed again when the log moves on', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    await recordAuction(connections, auctionId);
    let signed = 0;
    const signing = {
      ...connections,
      signHead: async () => {
        signed += 1;
        const { recordedSeq: seq } = await rowOf(connections, auctionId);
        if (signed === 1) await bidAfterAll(auctionId);
        return { seq, jws: `head-${seq}` };
      },
    };
    await letTimeRunOut(connections, auctionId);
    expect(await settleAuction(signing, auctionId)).to.equal('sold');
    expect(signed).to.equal(2);
    expect(await liveOf(auctionId)).to.include({ head: 'head-3', state: 'sold' });
  });

  it('keeps a recorded closing closed when Redis is lost before the result is written', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000]);
    await letTimeRunOut(connections, auctionId);
    await closeAuction(connections.redis, auctionId);
    await recordAuction(connections, auctionId);
    const { state, bidders, answers, log } = auctionKeys(auctionId);
    await connections.redis.del(state, bidders, answers, log);
    await settleAuction(connections, auctionId);
    expect(await liveOf(auctionId)).to.include({ state: 'sold', seq: 2 });
    const later = { ...connections, now: () => Date.now() + 10_000 };
    expect(await settleAuction(later, auctionId)).to.equal('sold');
    expect(await ordersOf(auctionId)).to.have.length(1);
  });

  it('tells what differs after settling, and lets the result stand', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000]);
    await recordAuction(connections, auctionId);
    await connections.db.update(bids).set({ kind: 'auto' }).where(eq(bids.auctionId, auctionId));
    await letTimeRunOut(connections, auctionId);
    const log = quietLog();
    expect(await closeAuctions({ ...connections, log })).to.deep.equal({ sold: 1 });
    const told = log.events.find(({ event }) => event === 'auction.differs');
    expect(told?.facts).to.deep.equal({
      auctionId,
      differences: ["the log's entry 1-0 was recorded otherwise or not at all"],
    });
    expect(connections.standstills.differingCount).to.equal(1);
    expect(await rowOf(connections, auctionId)).to.include({ state: 'sold' });
  });
});
