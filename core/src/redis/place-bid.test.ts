import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { RefusalError } from '../contracts/errors.ts';
import { openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { judging, refusal } from '../testing/judging.ts';
import { closeAuction } from './commands.ts';
import { auctionKeys } from './keys.ts';
import { readLive } from './live-state.ts';
import { readLog, readPublicLog } from './read-log.ts';

const HOUR_MS = 3_600_000;

describe('the judge', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  const { list, bid } = judging(() => connections.redis);

  it('takes a first bid at the start price and asks one unit more of the next', async () => {
    const { auctionId } = await list();
    expect(await refusal(bid(auctionId, 'a', 999))).to.deep.equal([
      'BID_TOO_LOW',
      { minimumKrw: 1000 },
    ]);
    const first = await bid(auctionId, 'a', 1000);
    expect(first).to.include({ seq: 1, priceKrw: 1000, minimumKrw: 1100, ownMaxKrw: 1000 });
    expect(first).to.include({ outcome: 'leading', raise: 0, alias: '입찰자 1' });
    expect((await refusal(bid(auctionId, 'b', 1099)))[0]).to.equal('BID_TOO_LOW');
    expect(await bid(auctionId, 'b', 1100)).to.include({ seq: 2, alias: '입찰자 2' });
    expect((await refusal(bid(auctionId, 'b', 1300)))[0]).to.equal('ALREADY_LEADING');
    expect(await bid(auctionId, 'a', 1500)).to.include({ seq: 3, alias: '입찰자 1' });
  });

  it('asks the step of the price it has reached', async () => {
    const { auctionId } = await list({
      steps: [
        [0, 100],
        [10_000, 500],
      ],
    });
    expect(await bid(auctionId, 'a', 9_950, { confirmed: true })).to.include({
      minimumKrw: 10_050,
    });
    expect(await bid(auctionId, 'b', 10_050)).to.include({ minimumKrw: 10_550 });
  });

  it('says how early a bid is, and judges nothing before the opening', async () => {
    const { auctionId } = await list({ opensAtMs: Date.now() + HOUR_MS });
    const [code, detail] = await refusal(bid(auctionId, 'a', 1000));
    expect(code).to.equal('AUCTION_NOT_OPEN');
    expect(detail).to.have.property('opensInMs').that.is.within(1, HOUR_MS);
  });

  it('says how late a bid is, whether or not a job has closed the auction', async () => {
    const { auctionId } = await list({
      opensAtMs: Date.now() - HOUR_MS,
      closesAtMs: Date.now() - 5000,
    });
    const [code, detail] = await refusal(bid(auctionId, 'a', 1000));
    expect(code).to.equal('AUCTION_CLOSED');
    expect(detail).to.have.property('lateByMs').that.is.at.least(5000);
  });

  it('refuses the seller, more than the cap, and an auction it does not have', async () => {
    const { auctionId } = await list({ capKrw: 2000 });
    expect((await refusal(bid(auctionId, 'seller', 1000)))[0]).to.equal('OWN_AUCTION');
    expect(await refusal(bid(auctionId, 'a', 2001))).to.deep.equal([
      'BID_TOO_HIGH',
      { capKrw: 2000 },
    ]);
    expect((await refusal(bid(randomUUID(), 'a', 1000)))[0]).to.equal('AUCTION_NOT_FOUND');
  });

  it('asks for the cap itself when the next step would pass it, and for nothing at the cap', async () => {
    const { auctionId } = await list({ capKrw: 1150 });
    await bid(auctionId, 'a', 1000);
    expect(await bid(auctionId, 'b', 1100)).to.include({ minimumKrw: 1150 });
    expect(await bid(auctionId, 'a', 1150)).to.include({ minimumKrw: null });
    expect((await refusal(bid(auctionId, 'b', 1150)))[0]).to.equal('BID_TOO_HIGH');
    const { states } = await readLive(connections.redis, [auctionId]);
    expect(states.get(auctionId)).to.include({ minimumKrw: null, priceKrw: 1150 });
  });

  it('asks about an amount that looks like a typo until it is confirmed', async () => {
    const { auctionId } = await list();
    expect(await refusal(bid(auctionId, 'a', 3001))).to.deep.equal([
      'CONFIRM_LARGE_BID',
      { amountKrw: 3001, minimumKrw: 1000 },
    ]);
    expect(await bid(auctionId, 'a', 3000)).to.include({ priceKrw: 3000 });
    expect(await bid(auctionId, 'b', 2_147_483_647, { confirmed: true })).to.include({
      priceKrw: 2_147_483_647,
      minimumKrw: 2_147_483_747,
    });
  });

  it('gives the same answer to the same bid, whatever has happened since', async () => {
    const { auctionId } = await list();
    const bidId = randomUUID();
    const first = await bid(auctionId, 'a', 1000, { bidId });
    await bid(auctionId, 'b', 1100);
    expect(await bid(auctionId, 'a', 1000, { bidId, confirmed: true })).to.deep.equal(first);
    expect((await refusal(bid(auctionId, 'a', 1200, { bidId })))[0]).to.equal('BID_ID_REUSED');
    expect(await bid(auctionId, 'c', 1200, { bidId })).to.include({ seq: 3 });
  });

  it('changes nothing when it refuses, and takes the same bid again afterwards', async () => {
    const { auctionId } = await list();
    const bidId = randomUUID();
    await refusal(bid(auctionId, 'a', 9_000, { bidId }));
    const { states } = await readLive(connections.redis, [auctionId]);
    expect(states.get(auctionId)).to.include({ seq: 0, priceKrw: null, bidCount: 0 });
    expect(await bid(auctionId, 'a', 9_000, { bidId, confirmed: true })).to.include({ seq: 1 });
  });

  it('logs each bid as seq-0 with a public and a secret part', async () => {
    const { auctionId } = await list();
    const answer = await bid(auctionId, 'a', 1000);
    const [entry] = await readLog(connections.redis, auctionId, { seq: 0, raise: 0 }, 10);
    expect(entry).to.include({ seq: 1, raise: 0, kind: 'exact', bidderId: 'a', amountKrw: 1000 });
    const [event] = await readPublicLog(connections.redis, auctionId, 0, 10);
    expect(event?.extended).to.equal(null);
    expect(event?.told).to.deep.equal({
      event: 'bid',
      data: {
        auctionId,
        epoch: 'e1',
        seq: 1,
        priceKrw: 1000,
        minimumKrw: 1100,
        bidCount: 1,
        alias: '입찰자 1',
        leaderAlias: '입찰자 1',
        reserve: 'none',
        acceptedAtMs: answer.acceptedAtMs,
        closesAtMs: answer.closesAtMs,
      },
    });
  });

  it('never lets time in an auction run backwards', async () => {
    const { auctionId } = await list();
    const aheadMs = Date.now() + 60_000;
    await connections.redis.hset(auctionKeys(auctionId).state, 'lastAtMs', aheadMs);
    expect(await bid(auctionId, 'a', 1000)).to.include({ acceptedAtMs: aheadMs });
  });

  it('keeps prices rising and seq gapless when many bid at once', async () => {
    const { auctionId } = await list();
    const racing = Array.from({ length: 300 }, (_, index) =>
      bid(auctionId, `bidder-${index % 20}`, 1000 + (index % 60) * 100, { confirmed: true }).catch(
        (error: unknown) => {
          if (!(error instanceof RefusalError)) throw error;
        },
      ),
    );
    const accepted = (await Promise.all(racing)).filter((answer) => answer !== undefined);
    const bySeq = accepted.toSorted((one, other) => one.seq - other.seq);
    expect(bySeq.map((answer) => answer.seq)).to.deep.equal(bySeq.map((_, index) => index + 1));
    for (const [index, answer] of bySeq.entries()) {
      if (index > 0) expect(answer.priceKrw).to.be.above(bySeq[index - 1]?.priceKrw ?? 0);
    }
    const { states } = await readLive(connections.redis, [auctionId]);
    expect(states.get(auctionId)?.priceKrw).to.equal(bySeq.at(-1)?.priceKrw);
  });

  it('closes once, with the next seq, and still repeats answers afterwards', async () => {
    const { auctionId } = await list({ closesAtMs: Date.now() + HOUR_MS });
    const bidId = randomUUID();
    const answer = await bid(auctionId, 'a', 1000, { bidId });
    expect(await closeAuction(connections.redis, auctionId)).to.include({ code: 'NOT_YET' });
    const state = auctionKeys(auctionId).state;
    await connections.redis.hset(state, 'closesAtMs', Date.now() - 1);
    const closing = await closeAuction(connections.redis, auctionId);
    expect(closing).to.include({ code: 'CLOSED', seq: 2, outcome: 'sold', leaderId: 'a' });
    expect(await closeAuction(connections.redis, auctionId)).to.deep.equal(closing);
    expect(await bid(auctionId, 'a', 1000, { bidId })).to.deep.equal(answer);
    expect((await refusal(bid(auctionId, 'b', 2000)))[0]).to.equal('AUCTION_CLOSED');
    const { states } = await readLive(connections.redis, [auctionId]);
    expect(states.get(auctionId)).to.include({ state: 'sold', minimumKrw: null, seq: 2 });
  });

  it('closes an auction without a bid as unsold', async () => {
    const { auctionId } = await list({ closesAtMs: Date.now() - 1, opensAtMs: 1 });
    expect(await closeAuction(connections.redis, auctionId)).to.include({
      code: 'CLOSED',
      outcome: 'unsold',
      priceKrw: null,
      leaderId: null,
      seq: 1,
    });
  });
});
