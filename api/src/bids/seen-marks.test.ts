import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { judge, openAuction } from '@sagopalgo/core/redis/commands.ts';
import { DOUBTED_KEY } from '@sagopalgo/core/redis/keys.ts';
import { writeDoubt } from '@sagopalgo/core/redis/doubts.ts';
import type { LoggedBid } from '@sagopalgo/core/redis/log-entries.ts';
import { addAuction, openTestConnections, quietLog } from '@sagopalgo/core/testing/connections.ts';
import type { TestConnections } from '@sagopalgo/core/testing/connections.ts';
import { recordBids } from '../testing/record-bids.ts';
import { SeenMarks } from './seen-marks.ts';

interface Answered {
  auctionId: string;
  bid: LoggedBid;
}

describe('what a process has answered', () => {
  let connections: TestConnections;
  let nowMs = Date.now();
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  const marks = () => new SeenMarks({ ...connections, log: quietLog(), now: () => nowMs });

  async function answered(): Promise<Answered> {
    const row = await addAuction(connections.db);
    await openAuction(connections.redis, row);
    const { auctionId } = row;
    const asked = { bidId: randomUUID(), kind: 'exact', amountKrw: 1_000 } as const;
    const bid = await judge(connections.redis, { auctionId, bidderId: 'a', ...asked });
    return { auctionId, bid };
  }

  const isDoubted = async (
    auctionId: string,
    { epochNumber, seq, raise, bidId }: LoggedBid,
  ): Promise<boolean> => {
    const doubt = writeDoubt({ auctionId, epochNumber, seq, raise, bidId });
    return (await connections.redis.sismember(DOUBTED_KEY, doubt)) === 1;
  };

  it('is the highest seq, whatever comes later of earlier bids', async () => {
    const seen = marks();
    const { auctionId, bid } = await answered();
    expect(seen.placeOf(auctionId).seq).to.equal(0);
    seen.note(auctionId, { ...bid, seq: 5 });
    seen.note(auctionId, bid);
    expect(seen.placeOf(auctionId)).to.include({ epochNumber: 1, seq: 5 });
    seen.note(auctionId, { ...bid, epochNumber: 2, seq: 3 });
    expect(seen.placeOf(auctionId)).to.include({ epochNumber: 1, seq: 5 });
    seen.note(auctionId, { ...bid, seq: 5, raise: 1 });
    expect(seen.placeOf(auctionId)).to.include({ seq: 5, raise: 1 });
  });

  it('is doubted when it is not in the record in time, and not before', async () => {
    const seen = marks();
    const { auctionId, bid } = await answered();
    seen.note(auctionId, bid);
    await seen.confirm();
    expect(await isDoubted(auctionId, bid)).to.equal(false);
    nowMs += 3_000;
    await seen.confirm();
    expect(await isDoubted(auctionId, bid)).to.equal(true);
  });

  it('is doubted on every auction of many where one is not in the record, and on no other', async () => {
    const seen = marks();
    const [lost, kept] = [await answered(), await answered()];
    const [alsoLost, twin] = [await answered(), await answered()];
    await recordBids(connections, kept.auctionId);
    await recordBids(connections, twin.auctionId);
    for (const { auctionId, bid } of [lost, kept, alsoLost]) seen.note(auctionId, bid);
    // A bidId that another auction has recorded says nothing of this one.
    const named = { ...lost.bid, bidId: twin.bid.bidId };
    seen.note(lost.auctionId, named);
    seen.note(twin.auctionId, twin.bid);
    seen.note(twin.auctionId, { ...twin.bid, seq: 2, bidId: randomUUID() });
    nowMs += 3_000;
    await seen.confirm();
    expect(await isDoubted(lost.auctionId, lost.bid)).to.equal(true);
    expect(await isDoubted(alsoLost.auctionId, alsoLost.bid)).to.equal(true);
    expect(await isDoubted(kept.auctionId, kept.bid)).to.equal(false);
    expect(await isDoubted(twin.auctionId, twin.bid)).to.equal(false);
    // Of those that were noted, the two lost ones, the one that is named like another, and the one after it are left.
    expect(seen.unconfirmedCount).to.equal(4);
  });

  it('is asked about in as many questions as it takes, and decided for each auction by itself', async () => {
    const seen = marks();
    const many = await Promise.all(Array.from({ length: 6 }, answered));
    const [lost, decided] = many as [Answered, Answered];
    const last = many.at(-1) as Answered;
    for (const { auctionId, bid } of many) {
      for (let seq = 2; seq <= 500; seq += 1)
        seen.note(auctionId, { ...bid, seq, bidId: randomUUID() });
      seen.note(auctionId, bid);
    }
    await recordBids(connections, last.auctionId);
    const decision = { resumedEpoch: 2 };
    const isThat = eq(auctions.auctionId, decided.auctionId);
    await connections.db.update(auctions).set(decision).where(isThat);
    nowMs += 3_000;
    await seen.confirm();
    // Of six times 500, the one that the record has is known to be there, and those of one auction are let go.
    expect(seen.unconfirmedCount).to.equal(4 * 500 + 499);
    const doubted = async () => {
      const doubts = await connections.redis.smembers(DOUBTED_KEY);
      return many.map(({ auctionId }) => doubts.some((doubt) => doubt.startsWith(auctionId)));
    };
    expect(await doubted()).to.deep.equal([true, false, true, true, true, true]);
    expect(seen.placeOf(lost.auctionId).seq).to.equal(500);
    // A doubt that the keeper has answered is not raised again at once.
    await connections.redis.del(DOUBTED_KEY);
    nowMs += 1_000;
    await seen.confirm();
    expect(await doubted()).to.deep.equal(many.map(() => false));
  });

  it('is noted once, however often it was answered', async () => {
    const seen = marks();
    const { auctionId, bid } = await answered();
    await recordBids(connections, auctionId);
    for (let times = 0; times < 3; times += 1) seen.note(auctionId, bid);
    expect(seen.unconfirmedCount).to.equal(1);
    nowMs += 3_000;
    await seen.confirm();
    expect(seen.unconfirmedCount).to.equal(0);
  });

  it('is not hidden by another bidder who has made up the same bidId', async () => {
    const seen = marks();
    const { auctionId, bid } = await answered();
    await recordBids(connections, auctionId);
    const lost = { ...bid, seq: 2, bidderId: 'b' };
    seen.note(auctionId, bid);
    seen.note(auctionId, lost);
    nowMs += 3_000;
    await seen.confirm();
    expect(await isDoubted(auctionId, lost)).to.equal(true);
    expect(seen.unconfirmedCount).to.equal(1);
  });

  it('is believed once the record has that very bid', async () => {
    const seen = marks();
    const { auctionId, bid } = await answered();
    await recordBids(connections, auctionId);
    seen.note(auctionId, bid);
    const other = await answered();
    await recordBids(connections, other.auctionId);
    seen.note(other.auctionId, { ...other.bid, bidId: randomUUID() });
    nowMs += 3_000;
    await seen.confirm();
    expect(await isDoubted(auctionId, bid)).to.equal(false);
    const doubts = await connections.redis.smembers(DOUBTED_KEY);
    expect(doubts.some((member) => member.startsWith(other.auctionId))).to.equal(true);
  });

  it('is doubted although others have bid on since, and although it was a silent raise', async () => {
    const seen = marks();
    const { auctionId, bid } = await answered();
    const lost = { ...bid, seq: 1, raise: 1, bidId: randomUUID() };
    await recordBids(connections, auctionId);
    seen.note(auctionId, bid);
    seen.note(auctionId, lost);
    nowMs += 1_500;
    seen.note(auctionId, { ...bid, seq: 2, bidId: randomUUID() });
    nowMs += 1_500;
    await seen.confirm();
    expect(await isDoubted(auctionId, lost)).to.equal(true);
    expect(await isDoubted(auctionId, bid)).to.equal(false);
  });

  it('is forgotten once an operator has decided about it', async () => {
    const seen = marks();
    const { auctionId, bid } = await answered();
    seen.note(auctionId, bid);
    await connections.db
      .update(auctions)
      .set({ resumedEpoch: 2 })
      .where(eq(auctions.auctionId, auctionId));
    nowMs += 3_000;
    await seen.confirm();
    expect(await isDoubted(auctionId, bid)).to.equal(false);
    expect(seen.placeOf(auctionId).seq).to.equal(0);
  });

  it('is counted off once, when it is decided about and found in the record in one go', async () => {
    const seen = marks();
    const { auctionId, bid } = await answered();
    await recordBids(connections, auctionId);
    for (let lost = 0; lost < 500; lost += 1) {
      seen.note(auctionId, { ...bid, seq: 2, bidId: randomUUID() });
    }
    seen.note(auctionId, bid);
    expect(seen.unconfirmedCount).to.equal(501);
    await connections.db
      .update(auctions)
      .set({ resumedEpoch: 2 })
      .where(eq(auctions.auctionId, auctionId));
    nowMs += 3_000;
    await seen.confirm();
    expect(seen.unconfirmedCount).to.equal(0);
  });

  it('is told once to be more than is kept in mind, and again when half of it was confirmed since', async () => {
    const log = quietLog();
    const seen = new SeenMarks({ ...connections, log, now: () => nowMs }, 4);
    const { auctionId, bid } = await answered();
    await recordBids(connections, auctionId);
    const lost = (seq: number) => ({ ...bid, seq, bidId: randomUUID() });
    const told = () => log.events.filter(({ event }) => event === 'bids.too-many-unconfirmed');
    for (const noted of [bid, lost(2), lost(3), lost(4)]) seen.note(auctionId, noted);
    expect(told()).to.deep.equal([]);
    for (let seq = 5; seq <= 7; seq += 1) seen.note(auctionId, lost(seq));
    expect(told().map(({ facts }) => facts)).to.deep.equal([{ unconfirmed: 4 }]);
    expect(seen.unconfirmedCount).to.equal(4);
    expect(seen.placeOf(auctionId).seq).to.equal(7);
    nowMs += 3_000;
    await seen.confirm();
    // One was in the record: what takes its place and what is too much after it are no news.
    for (let seq = 8; seq <= 9; seq += 1) seen.note(auctionId, lost(seq));
    expect(told()).to.have.length(1);
    const decision = { resumedEpoch: 2 };
    await connections.db.update(auctions).set(decision).where(eq(auctions.auctionId, auctionId));
    nowMs += 11_000;
    await seen.confirm();
    expect(seen.unconfirmedCount).to.equal(0);
    for (let seq = 1; seq <= 6; seq += 1) seen.note(auctionId, lost(seq));
    expect(told()).to.have.length(2);
  });
});
