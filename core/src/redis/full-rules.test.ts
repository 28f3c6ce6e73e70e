import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { judging, refusal } from '../testing/judging.ts';
import { BehindError, closeAuction, interruptAuction, moveClosing } from './commands.ts';
import { auctionKeys } from './keys.ts';
import { readLive } from './live-state.ts';
import { readLog, readPublicLog } from './read-log.ts';

const HOUR_MS = 3_600_000;

describe('the full rules of the judge', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  const { list, bid, auto, buyNow } = judging(() => connections.redis);

  it('logs a silent raise where no window looks, and tells nobody', async () => {
    const { auctionId } = await list();
    await auto(auctionId, 'a', 5000);
    const before = await readLive(connections.redis, [auctionId]);
    expect(await auto(auctionId, 'a', 9000)).to.include({ outcome: 'raised', seq: 1, raise: 1 });
    expect(await auto(auctionId, 'a', 9500)).to.include({ seq: 1, raise: 2, priceKrw: 1000 });
    const after = await readLive(connections.redis, [auctionId]);
    const { raise: _, ...seen } = after.states.get(auctionId) ?? { raise: 0 };
    expect(before.states.get(auctionId)).to.deep.include(seen);
    expect(await readPublicLog(connections.redis, auctionId, 0, 10)).to.have.length(1);
    const entries = await connections.redis.xrange(auctionKeys(auctionId).log, '1-1', '+');
    expect(entries.map(([, fields]) => fields.includes('p'))).to.deep.equal([false, false]);
    expect(await auto(auctionId, 'b', 9300)).to.include({ outcome: 'outbid', seq: 2, raise: 0 });
    const later = await readPublicLog(connections.redis, auctionId, 0, 2);
    expect(later.map(({ told }) => told.data.seq)).to.deep.equal([1, 2]);
  });

  it('sells at once to whoever buys at the buy-now price, and closes with the next seq', async () => {
    const { auctionId } = await list({ buyNowKrw: 50_000 });
    const bidId = randomUUID();
    const bought = await buyNow(auctionId, 'a', bidId);
    expect(bought).to.include({ outcome: 'bought', seq: 1, priceKrw: 50_000, minimumKrw: null });
    expect(bought.closesAtMs).to.equal(bought.acceptedAtMs);
    const [, closing] = await readPublicLog(connections.redis, auctionId, 0, 10);
    expect(closing?.told.data).to.include({ seq: 2, outcome: 'sold', leaderAlias: '입찰자 1' });
    expect(await buyNow(auctionId, 'a', bidId)).to.deep.equal(bought);
    expect((await refusal(bid(auctionId, 'b', 60_000)))[0]).to.equal('AUCTION_CLOSED');
    const closed = { code: 'CLOSED', seq: 2, outcome: 'sold', leaderId: 'a', priceKrw: 50_000 };
    expect(await closeAuction(connections.redis, auctionId)).to.include(closed);
  });

  it('moves the closing with a bid of the last two minutes, never past half an hour', async () => {
    const closesAtMs = Date.now() + 60_000;
    const { auctionId } = await list({ extension: 'auto', closesAtMs });
    const first = await bid(auctionId, 'a', 1000);
    expect(first.closesAtMs).to.equal(first.acceptedAtMs + 120_000);
    const [event] = await readPublicLog(connections.redis, auctionId, 0, 10);
    expect(event?.extended).to.include({ closesAtMs: first.closesAtMs, reason: 'bid' });
    const scheduledClosesAtMs = Date.now() - 1_800_000 + 30_000;
    const late = await list({
      extension: 'auto',
      closesAtMs: Date.now() + 5000,
      scheduledClosesAtMs,
    });
    const last = await bid(late.auctionId, 'a', 1000);
    expect(last.closesAtMs).to.equal(scheduledClosesAtMs + 1_800_000);
  });

  it('holds a bidder to the pace, whatever becomes of the bids, and says when to come again', async () => {
    const { auctionId } = await list();
    const bidderId = randomUUID();
    const pace = { msABid: 1000, burst: 3 };
    const codes: string[] = [];
    for (let tries = 0; tries < 3; tries += 1) {
      codes.push((await refusal(bid(auctionId, bidderId, 1, { pace })))[0]);
    }
    const [code, detail] = await refusal(bid(auctionId, bidderId, 1000, { pace }));
    expect([...codes, code]).to.deep.equal([...Array(3).fill('BID_TOO_LOW'), 'RATE_LIMITED']);
    expect(detail).to.have.property('retryAfterMs').that.is.within(1, 1000);
    expect(await bid(auctionId, 'another', 1000, { pace })).to.include({ seq: 1 });
  });

  it('judges nothing for a caller who has seen more than it has', async () => {
    const { auctionId } = await list();
    await bid(auctionId, 'a', 1000);
    const seen = (seq: number) => ({ seen: { epochNumber: 1, seq, raise: 0 } });
    const caught = await bid(auctionId, 'b', 1100, seen(2)).catch((error: unknown) => error);
    expect(caught).to.be.instanceOf(BehindError);
    const raised = { seen: { epochNumber: 1, seq: 1, raise: 1 } };
    const again = await bid(auctionId, 'b', 1100, raised).catch((error: unknown) => error);
    expect(again).to.be.instanceOf(BehindError);
    expect(await bid(auctionId, 'b', 1100, seen(1))).to.include({ seq: 2 });
  });

  it('judges nothing for a caller who waits for it no more', async () => {
    const { auctionId } = await list();
    const late = await refusal(bid(auctionId, 'a', 1000, { lateFromMs: Date.now() - 60_000 }));
    expect(late[0]).to.equal('UNAVAILABLE');
    expect(await readLog(connections.redis, auctionId, { seq: 0, raise: 0 }, 10)).to.deep.equal([]);
    const inTime = { lateFromMs: Date.now() + 60_000 };
    expect(await bid(auctionId, 'b', 1000, inTime)).to.include({ seq: 1 });
  });

  it('holds nobody to what was seen before an operator decided', async () => {
    const { auctionId } = await list({ epoch: 4, resumedEpoch: 3 });
    const seen = (epochNumber: number) => ({ seen: { epochNumber, seq: 9, raise: 0 } });
    const caught = await bid(auctionId, 'a', 1000, seen(3)).catch((error: unknown) => error);
    expect(caught).to.be.instanceOf(BehindError);
    expect(await bid(auctionId, 'a', 1000, seen(2))).to.include({ seq: 1 });
  });

  it('takes no bid and no closing while an auction is interrupted', async () => {
    const { auctionId } = await list({ closesAtMs: Date.now() + HOUR_MS });
    await bid(auctionId, 'a', 1000);
    expect(await interruptAuction(connections.redis, auctionId)).to.equal(true);
    expect((await refusal(bid(auctionId, 'b', 1100)))[0]).to.equal('AUCTION_INTERRUPTED');
    await connections.redis.hset(auctionKeys(auctionId).state, 'closesAtMs', Date.now() - 1);
    expect(await closeAuction(connections.redis, auctionId)).to.deep.equal({ code: 'INTERRUPTED' });
    const later = { closesAtMs: Date.now() + 60_000, reason: 'operator' } as const;
    expect(await moveClosing(connections.redis, auctionId, later)).to.equal('INTERRUPTED');
  });

  it('moves a closing later only, once a day for an outage, and tells why', async () => {
    const { auctionId, closesAtMs } = await list();
    const move = (minutes: number) =>
      moveClosing(connections.redis, auctionId, {
        closesAtMs: closesAtMs + minutes * 60_000,
        reason: 'outage',
        day: '2026-01-01',
      });
    expect(await move(-1)).to.equal('NOT_LATER');
    expect(await move(10)).to.equal('MOVED');
    expect(await move(20)).to.equal('MOVED_BEFORE');
    const { states } = await readLive(connections.redis, [auctionId]);
    const moved = { closesAtMs: closesAtMs + 600_000, moved: 'outage', seq: 0, raise: 1 };
    expect(states.get(auctionId)).to.include(moved);
    const [entry] = await readLog(connections.redis, auctionId, { seq: 0, raise: 0 }, 10);
    expect(entry).to.include({ type: 'extended', reason: 'outage', seq: 0, raise: 1 });
    expect(await readPublicLog(connections.redis, auctionId, 0, 10)).to.have.length(0);
    expect(await bid(auctionId, 'a', 1000)).to.include({ seq: 1, closesAtMs: moved.closesAtMs });
  });

  it('cancels at any time when an operator says so', async () => {
    const { auctionId } = await list();
    await bid(auctionId, 'a', 1000);
    const closing = await closeAuction(connections.redis, auctionId, { how: 'cancel' });
    expect(closing).to.include({ code: 'CLOSED', outcome: 'cancelled', leaderId: null, seq: 2 });
    const { states } = await readLive(connections.redis, [auctionId]);
    expect(states.get(auctionId)).to.include({ state: 'cancelled' });
    const coming = await list({ opensAtMs: Date.now() + HOUR_MS });
    await interruptAuction(connections.redis, coming.auctionId);
    await closeAuction(connections.redis, coming.auctionId, { how: 'cancel' });
    expect((await refusal(bid(coming.auctionId, 'a', 1000)))[0]).to.equal('AUCTION_CLOSED');
  });

  it('does not close over a silent raise that is not recorded', async () => {
    const { auctionId } = await list();
    await auto(auctionId, 'a', 2000);
    await auto(auctionId, 'a', 3000);
    await connections.redis.hset(auctionKeys(auctionId).state, 'closesAtMs', Date.now() - 1);
    const close = (recordedRaise: number) =>
      closeAuction(connections.redis, auctionId, { head: { seq: 1, jws: '' }, recordedRaise });
    expect(await close(0)).to.deep.equal({ code: 'LOG_AHEAD' });
    expect(await close(1)).to.include({ code: 'CLOSED', seq: 2 });
  });

  it('does not close under a head that more has come after', async () => {
    const { auctionId } = await list();
    await bid(auctionId, 'a', 1000);
    await connections.redis.hset(auctionKeys(auctionId).state, 'closesAtMs', Date.now() - 1);
    const close = (seq: number) =>
      closeAuction(connections.redis, auctionId, { head: { seq, jws: 'a.b.c' } });
    expect(await close(0)).to.deep.equal({ code: 'LOG_AHEAD' });
    expect(await close(1)).to.include({ code: 'CLOSED', seq: 2 });
    const [, closing] = await readPublicLog(connections.redis, auctionId, 0, 10);
    expect(closing?.told.data).to.include({ head: 'a.b.c' });
  });
});
