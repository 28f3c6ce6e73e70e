import { randomUUID } from 'node:crypto';
import { eq, inArray } from 'drizzle-orm';
import { expect } from 'chai';
import { judgeOutages } from '@sagopalgo/core/mysql/outage-schema.ts';
import { auctions, closingMoves } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import { listedAuction, openLambdaConnections, placeBids, rowOf } from '../../testing.ts';
import type { LambdaTestConnections } from '../../testing.ts';
import { recordAuction } from '../../record-bids/record-auction.ts';
import { closeAuctions } from '../close-auctions.ts';
import { moveAfterOutages } from './move-after-outages.ts';
import { Sight } from './sight.ts';
import { slotsOf, WatchOf, wholeSince } from './testing.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

describe('the outage rule', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  // Whatever other tests have left behind would be moved too.
  beforeEach(async () => {
    await connections.db.delete(judgeOutages);
    const unsettled = inArray(auctions.state, ['scheduled', 'live']);
    await connections.db.update(auctions).set({ state: 'cancelled' }).where(unsettled);
  });
  after(async () => {
    await connections.db.delete(judgeOutages);
    await connections.end();
  });

  const outage = (startedAtMs: number, endedAtMs: number | null, slots: string | null = null) => {
    const row = { outageId: randomUUID(), startedAtMs, endedAtMs, slots };
    return connections.db.insert(judgeOutages).values(row);
  };
  const move = () => moveAfterOutages(connections, wholeSince(0));
  const closingOf = async (auctionId: string) =>
    (await readLive(connections.redis, [auctionId])).states.get(auctionId)?.closesAtMs;
  const listed = async (closesAtMs: number, given: Partial<AuctionRow> = {}) => {
    const opensAtMs = Date.now() - HOUR_MS;
    const auction = await listedAuction(connections, { opensAtMs, closesAtMs, ...given });
    return auction.auctionId;
  };

  it('moves a closing to ten minutes after the return, and the record follows', async () => {
    const nowMs = Date.now();
    const returnMs = nowMs - 5 * SECOND_MS;
    const auctionId = await listed(nowMs + 3 * MINUTE_MS);
    await placeBids(connections, auctionId, [1000]);
    await outage(returnMs - 61 * SECOND_MS, returnMs);
    expect((await move()).moved).to.equal(1);
    expect(await closingOf(auctionId)).to.equal(returnMs + 10 * MINUTE_MS);
    await recordAuction(connections, auctionId);
    expect(await rowOf(connections, auctionId)).to.include({
      closesAtMs: returnMs + 10 * MINUTE_MS,
      scheduledClosesAtMs: returnMs + 10 * MINUTE_MS,
      moved: 'outage',
      outageDay: kstDate(nowMs),
    });
    const moves = connections.db
      .select()
      .from(closingMoves)
      .where(eq(closingMoves.auctionId, auctionId));
    expect((await moves).map(({ reason, seq, raise }) => [reason, seq, raise])).to.deep.equal([
      ['outage', 1, 1],
    ]);
  });

  it('needs more than sixty seconds', async () => {
    const nowMs = Date.now();
    const closesAtMs = nowMs + 3 * MINUTE_MS;
    const auctionId = await listed(closesAtMs);
    await outage(nowMs - 60 * SECOND_MS + 1, nowMs);
    expect((await move()).moved).to.equal(0);
    expect(await closingOf(auctionId)).to.equal(closesAtMs);
    // What lies before the last ten minutes does not make them more.
    const windowMs = closesAtMs - 10 * MINUTE_MS;
    await outage(windowMs - 5 * SECOND_MS, windowMs + 1);
    expect((await move()).moved).to.equal(0);
    await outage(nowMs - 90 * SECOND_MS, nowMs - 90 * SECOND_MS + 1);
    expect((await move()).moved).to.equal(1);
  });

  it('adds up several, and counts only what fell into the last ten minutes', async () => {
    const nowMs = Date.now();
    const closesAtMs = nowMs + 2 * MINUTE_MS;
    const auctionId = await listed(closesAtMs);
    await outage(closesAtMs - 12 * MINUTE_MS, closesAtMs - 10 * MINUTE_MS + 30 * SECOND_MS);
    expect((await move()).moved).to.equal(0);
    const returnMs = nowMs - 10 * SECOND_MS;
    await outage(returnMs - 31 * SECOND_MS, returnMs);
    expect((await move()).moved).to.equal(1);
    expect(await closingOf(auctionId)).to.equal(returnMs + 10 * MINUTE_MS);
  });

  it('counts nothing of before the opening', async () => {
    const nowMs = Date.now();
    await listed(nowMs + 20 * SECOND_MS, { opensAtMs: nowMs - SECOND_MS });
    await outage(nowMs - HOUR_MS, nowMs - SECOND_MS);
    expect((await move()).moved).to.equal(0);
  });

  it('does it once a day', async () => {
    const nowMs = Date.now();
    const auctionId = await listed(nowMs + 3 * MINUTE_MS);
    await outage(nowMs - 70 * SECOND_MS, nowMs - SECOND_MS);
    expect((await move()).moved).to.equal(1);
    const movedToMs = await closingOf(auctionId);
    await outage(nowMs, nowMs + 2 * MINUTE_MS);
    expect((await move()).moved).to.equal(0);
    expect(await closingOf(auctionId)).to.equal(movedToMs);
    await connections.redis.hset(auctionKeys(auctionId).state, 'outageDay', '2026-01-01');
    expect((await move()).moved).to.equal(1);
  });

  it('knows the closing that bids have moved, though the record does not yet', async () => {
    const nowMs = Date.now();
    const auctionId = await listed(nowMs + 30 * SECOND_MS, { extension: 'auto' });
    const [bid] = await placeBids(connections, auctionId, [1000]);
    const closesAtMs = bid?.closesAtMs ?? 0;
    await outage(nowMs - 40 * SECOND_MS, nowMs - SECOND_MS);
    // Of the last ten minutes before the listed closing there are fewer than before the real one.
    await outage(nowMs + 31 * SECOND_MS, nowMs + 60 * SECOND_MS);
    expect(closesAtMs).to.be.above(nowMs + 60 * SECOND_MS);
    expect((await move()).moved).to.equal(1);
  });

  it('comes before anything due is settled, whoever closes', async () => {
    const nowMs = Date.now();
    const auctionId = await listed(nowMs - 5 * SECOND_MS);
    const other = await listed(nowMs - 4 * SECOND_MS, { opensAtMs: nowMs - 5 * SECOND_MS });
    await outage(nowMs - 70 * SECOND_MS, nowMs - SECOND_MS);
    const settled = await closeAuctions(connections, new WatchOf(2 * HOUR_MS));
    expect(settled).to.deep.equal({ 'not-yet': 1, unsold: 1 });
    const closesAtMs = (await closingOf(auctionId)) ?? 0;
    // The judge had shut at the closing, so the ten minutes count from now on.
    expect(closesAtMs).to.be.within(nowMs + 10 * MINUTE_MS, Date.now() + 10 * MINUTE_MS);
    expect((await rowOf(connections, other)).state).to.equal('unsold');
    expect(await connections.db.$count(orders, eq(orders.auctionId, auctionId))).to.equal(0);
    await placeBids(connections, auctionId, [1000]);
  });

  it('counts for each auction the outages of its own slots alone', async () => {
    const nowMs = Date.now();
    const returnMs = nowMs - 5 * SECOND_MS;
    const ids = [await listed(nowMs + 3 * MINUTE_MS), await listed(nowMs + 3 * MINUTE_MS)];
    const [concerned = '', other = ''] = ids;
    await outage(returnMs - 40 * SECOND_MS, returnMs, slotsOf(concerned));
    await outage(returnMs - 2 * MINUTE_MS, returnMs - 95 * SECOND_MS, null);
    await outage(returnMs - 90 * SECOND_MS, returnMs - 61 * SECOND_MS, slotsOf(other));
    expect((await move()).moved).to.equal(1);
    expect(await closingOf(concerned)).to.equal(returnMs + 10 * MINUTE_MS);
    expect(await closingOf(other)).to.equal(nowMs + 3 * MINUTE_MS);
  });

  it('leaves alone what is on a master that is away, until it is back', async () => {
    const nowMs = Date.now();
    const auctionId = await listed(nowMs + 3 * MINUTE_MS);
    await outage(nowMs - 70 * SECOND_MS, nowMs - SECOND_MS);
    const sight = new Sight([{ slots: slotsOf(auctionId), startedAtMs: null }]);
    const nothing = { moved: 0, failed: new Set() };
    expect(await moveAfterOutages(connections, sight)).to.deep.equal(nothing);
    expect((await move()).moved).to.equal(1);
  });

  it('leaves interrupted auctions to the operator', async () => {
    const nowMs = Date.now();
    const auctionId = await listed(nowMs + MINUTE_MS);
    await connections.db
      .update(auctions)
      .set({ interruptedAtMs: nowMs })
      .where(eq(auctions.auctionId, auctionId));
    await outage(nowMs - 70 * SECOND_MS, nowMs);
    expect((await move()).moved).to.equal(0);
  });

  it('keeps an auction from being closed whose closing cannot be moved', async () => {
    const nowMs = Date.now();
    const auctionId = await listed(nowMs - SECOND_MS);
    await connections.redis.hset(auctionKeys(auctionId).state, 'raise', 'many');
    await outage(nowMs - 70 * SECOND_MS, nowMs - 2 * SECOND_MS);
    const log = quietLog();
    await closeAuctions({ ...connections, log });
    expect(log.events.map(({ event }) => event)).to.include('closing.not-moved');
    const { state } = auctionKeys(auctionId);
    expect(await connections.redis.hget(state, 'state')).to.equal('open');
    await connections.db.delete(auctions).where(eq(auctions.auctionId, auctionId));
  });
});
