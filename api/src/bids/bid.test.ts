import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { interruptAuction, openAuction } from '@sagopalgo/core/redis/commands.ts';
import { readDoubt } from '@sagopalgo/core/redis/doubts.ts';
import { auctionKeys, DOUBTED_KEY, MISSING_KEY } from '@sagopalgo/core/redis/keys.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest, Sent } from '../testing/api-under-test.ts';

const HOUR_MS = 3_600_000;

describe('bidding', () => {
  let api: ApiUnderTest;
  let buyer: { userId: string; token: string };
  let other: { userId: string; token: string };
  let sellerId: string;
  before(async () => {
    api = await startApi();
    buyer = await addPersonWithToken(api.deps);
    other = await addPersonWithToken(api.deps);
    sellerId = (await addPersonWithToken(api.deps)).userId;
  });
  after(() => api.end());

  async function list(given: Parameters<typeof addAuction>[1] = {}): Promise<string> {
    const row = await addAuction(api.deps.db, { sellerId, ...given });
    await openAuction(api.deps.redis, row);
    return row.auctionId;
  }

  function bid(auctionId: string, given: object, { token } = buyer, sent: Sent = {}) {
    const body = { bidId: randomUUID(), kind: 'exact', amountKrw: 1_000, ...given };
    return api.call('POST', `/auctions/${auctionId}/bids`, { token, body, ...sent });
  }

  it('answers what the judge decided', async () => {
    const auctionId = await list();
    const bidId = randomUUID();
    const { status, body } = await bid(auctionId, { bidId });
    expect(status).to.equal(201);
    expect(body).to.deep.include({
      ...{ bidId, outcome: 'leading', seq: 1, raise: 0, priceKrw: 1_000, minimumKrw: 1_100 },
      ...{ ownMaxKrw: 1_000, alias: '입찰자 1' },
    });
    const told = api.log.events.filter(({ event }) => event === 'bid.accepted');
    expect(told.at(-1)?.facts).to.deep.equal({ auctionId, seq: 1, priceKrw: 1_000 });
  });

  it('answers the same bid the same again, whatever the case of its id', async () => {
    const auctionId = await list();
    const bidId = randomUUID();
    const first = await bid(auctionId, { bidId });
    await bid(auctionId, { amountKrw: 1_200 }, other);
    const again = await bid(auctionId, { bidId: bidId.toUpperCase(), confirmed: true });
    expect(again.status).to.equal(201);
    expect(again.body).to.deep.equal(first.body);
    const reused = await bid(auctionId, { bidId, amountKrw: 1_300 });
    expect(reused.body).to.include({ status: 409, code: 'BID_ID_REUSED' });
    expect((await bid(auctionId, { bidId, amountKrw: 1_300 }, other)).status).to.equal(409);
  });

  it('takes one bid of many that are the same, sent at once', async () => {
    const auctionId = await list();
    const bidId = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => bid(auctionId, { bidId })));
    for (const { body } of answers) expect(body).to.deep.equal(answers[0]?.body);
    const { body } = await api.call('GET', `/auctions/${auctionId}`);
    expect(body.bidCount).to.equal(1);
  });

  it('tells every refusal of the judge with what can be acted on', async () => {
    const nowMs = Date.now();
    const live = await list({ capKrw: 100_000 });
    await bid(live, { amountKrw: 1_000 });
    const coming = await list({ opensAtMs: nowMs + HOUR_MS, closesAtMs: nowMs + 2 * HOUR_MS });
    const over = await list({ opensAtMs: nowMs - HOUR_MS, closesAtMs: nowMs - 5_000 });
    const own = await list({ sellerId: buyer.userId });
    const refused = async (auctionId: string, given: object, who = other) =>
      (await bid(auctionId, given, who)).body;

    expect(await refused(live, { amountKrw: 1_099 })).to.deep.include({
      ...{ status: 409, code: 'BID_TOO_LOW', detail: { minimumKrw: 1_100 } },
    });
    expect(await refused(live, { amountKrw: 100_001 })).to.deep.include({
      ...{ status: 409, code: 'BID_TOO_HIGH', detail: { capKrw: 100_000 } },
    });
    expect(await refused(live, { amountKrw: 44_000 })).to.deep.include({
      ...{ status: 409, code: 'CONFIRM_LARGE_BID' },
      detail: { amountKrw: 44_000, minimumKrw: 1_100, amountInWords: '사만 사천 원' },
    });
    expect(await refused(live, { amountKrw: 2_000 }, buyer)).to.include({
      ...{ status: 409, code: 'ALREADY_LEADING' },
    });
    expect(await refused(own, {}, buyer)).to.include({ status: 403, code: 'OWN_AUCTION' });
    const early = await refused(coming, {});
    expect(early).to.include({ status: 409, code: 'AUCTION_NOT_OPEN' });
    expect(early.detail.opensInMs).to.be.within(HOUR_MS - 20_000, HOUR_MS);
    const late = await refused(over, {});
    expect(late).to.include({ status: 409, code: 'AUCTION_CLOSED' });
    expect(late.detail.lateByMs).to.be.within(5_000, 25_000);
    expect((await bid(live, { amountKrw: 44_000, confirmed: true }, other)).status).to.equal(201);
  });

  it('refuses what is no amount before it comes to the judge', async () => {
    const auctionId = await list();
    const unfit = [null, -1, 0, 1.5, '1000', 2 ** 53, 1e300, true, [1000], {}, undefined];
    for (const amountKrw of unfit) {
      const { status, body } = await bid(auctionId, { amountKrw });
      expect(status, JSON.stringify(amountKrw)).to.equal(400);
      expect(body.code).to.equal('INVALID_REQUEST');
      expect(body.detail.fields[0]?.path).to.equal('amountKrw');
    }
    const largest = await bid(auctionId, { amountKrw: 2 ** 53 - 1 });
    expect(largest.body.code).to.equal('BID_TOO_HIGH');
    for (const text of ['{"amountKrw":NaN}', '{"amountKrw":1e999}']) {
      const sent = await bid(auctionId, {}, buyer, { text });
      expect(sent.body.code).to.equal('INVALID_REQUEST');
    }
    const maxKrw = 5_000;
    const unfitBids = [
      { bidId: 'x' },
      { bidId: null },
      { kind: 'auto' },
      { kind: 'auto', maxKrw },
      { kind: 'auto', amountKrw: undefined, maxKrw: 0 },
      { kind: 'auto', amountKrw: undefined, maxKrw, confirmed: true },
      { kind: 'buy-now' },
      { kind: 'proxy', amountKrw: undefined, maxKrw },
      { kind: null },
      { maxKrw },
    ];
    for (const given of unfitBids) {
      const { body } = await bid(auctionId, given);
      expect(body.code, JSON.stringify(given)).to.equal('INVALID_REQUEST');
    }
    expect((await api.call('GET', `/auctions/${auctionId}`)).body.bidCount).to.equal(0);
  });

  const auto = (auctionId: string, maxKrw: number, who = buyer, bidId = randomUUID()) =>
    bid(auctionId, { kind: 'auto', amountKrw: undefined, maxKrw, bidId }, who);
  const buyNow = (auctionId: string, who = buyer, bidId = randomUUID()) =>
    bid(auctionId, { kind: 'buy-now', amountKrw: undefined, bidId }, who);

  it('keeps a maximum between the judge and its bidder', async () => {
    const auctionId = await list();
    const { body } = await auto(auctionId, 77_777);
    expect(body).to.include({ outcome: 'leading', priceKrw: 1_000, ownMaxKrw: 77_777 });
    const raised = await auto(auctionId, 88_888);
    expect(raised.body).to.include({ outcome: 'raised', seq: 1, raise: 1, ownMaxKrw: 88_888 });
    const own = await api.call('GET', `/auctions/${auctionId}`, { token: buyer.token });
    expect(own.body.me).to.include({ ownMaxKrw: 88_888, standing: 'leading' });
    const seen = await Promise.all([
      api.call('GET', `/auctions/${auctionId}`, { token: other.token }),
      api.call('GET', `/auctions/${auctionId}/bids`),
      bid(auctionId, { amountKrw: 2_000 }, other),
    ]);
    const told = JSON.stringify([seen.map((answer) => answer.body), api.log.events]);
    expect(told).not.to.match(/\b(77777|88888)\b/);
    expect(seen[1].body.items).to.have.length(1);
    expect(seen[2].body).to.include({ outcome: 'outbid', priceKrw: 2_100, seq: 2 });
  });

  it('tells what the full rules refuse, with what can be acted on', async () => {
    const auctionId = await list({ buyNowKrw: 50_000 });
    await auto(auctionId, 5_000);
    expect((await auto(auctionId, 5_000)).body).to.deep.include({
      ...{ status: 409, code: 'NOT_ABOVE_OWN_MAX', detail: { ownMaxKrw: 5_000 } },
    });
    expect((await buyNow(auctionId, other)).body).to.include({ status: 409, code: 'BUY_NOW_GONE' });
    const bidId = randomUUID();
    await auto(auctionId, 3_000, other, bidId);
    for (const reused of [
      await auto(auctionId, 3_001, other, bidId),
      await buyNow(auctionId, other, bidId),
      await bid(auctionId, { bidId, amountKrw: 3_000 }, other),
    ]) {
      expect(reused.body).to.include({ status: 409, code: 'BID_ID_REUSED' });
    }
  });

  it('ends an auction that is bought at once, and repeats that answer', async () => {
    const auctionId = await list({ buyNowKrw: 50_000, reserveKrw: 40_000 });
    await bid(auctionId, { amountKrw: 1_000 }, other);
    const bidId = randomUUID();
    const bought = await buyNow(auctionId, buyer, bidId);
    expect(bought.body).to.include({ outcome: 'bought', priceKrw: 50_000, minimumKrw: null });
    expect((await buyNow(auctionId, buyer, bidId)).body).to.deep.equal(bought.body);
    const late = await bid(auctionId, { amountKrw: 60_000 }, other);
    expect(late.body).to.include({ status: 409, code: 'AUCTION_CLOSED' });
    const { body } = await api.call('GET', `/auctions/${auctionId}`, { token: buyer.token });
    expect(body).to.include({ state: 'sold', priceKrw: 50_000, reserve: 'met', bidCount: 2 });
    expect(body.me).to.include({ standing: 'won', ownMaxKrw: 50_000 });
  });

  it('stops where Redis has less than was answered, and asks the keeper', async () => {
    const auctionId = await list();
    await bid(auctionId, { amountKrw: 1_000 });
    const { body: lost } = await bid(auctionId, { amountKrw: 1_200 }, other);
    const { redis } = api.deps;
    await redis.hset(auctionKeys(auctionId).state, 'seq', 1, 'priceKrw', 1_000);
    const refused = await bid(auctionId, { amountKrw: 1_300 });
    expect(refused.body).to.include({ status: 503, code: 'UNAVAILABLE' });
    expect(refused.headers.get('retry-after')).to.equal('1');
    const doubts = (await redis.smembers(DOUBTED_KEY)).map(readDoubt);
    const doubt = doubts.find((one) => one.auctionId === auctionId);
    expect(doubt).to.deep.include({ seq: 2, raise: 0, bidId: lost.bidId, epochNumber: 1 });
  });

  it('says that an auction is interrupted, to bidders and on its page', async () => {
    const auctionId = await list();
    await interruptAuction(api.deps.redis, auctionId);
    const refused = await bid(auctionId, {});
    expect(refused.body).to.include({ status: 409, code: 'AUCTION_INTERRUPTED' });
    const { body } = await api.call('GET', `/auctions/${auctionId}`);
    expect(body).to.include({ interrupted: true, state: 'live' });
  });

  it('is for those who are signed in, and not for operators', async () => {
    const auctionId = await list();
    const nobody = await api.call('POST', `/auctions/${auctionId}/bids`, { text: '{' });
    expect(nobody.body).to.include({ status: 401, code: 'UNAUTHENTICATED' });
    const operator = await addPersonWithToken(api.deps, 'ADMIN');
    expect((await bid(auctionId, {}, operator)).body).to.include({
      status: 403,
      code: 'FORBIDDEN',
    });
  });

  it('asks the record about an auction that the judge does not have', async () => {
    const { db, redis } = api.deps;
    expect((await bid(randomUUID(), {})).body).to.include({
      status: 404,
      code: 'AUCTION_NOT_FOUND',
    });
    const lost = await addAuction(db);
    const unavailable = await bid(lost.auctionId, {});
    expect(unavailable.body).to.include({ status: 503, code: 'UNAVAILABLE' });
    expect(unavailable.headers.get('retry-after')).to.equal('1');
    expect(await redis.srem(MISSING_KEY, lost.auctionId)).to.equal(1);
    const closesAtMs = Date.now() - 60_000;
    for (const state of ['sold', 'live'] as const) {
      const over = await addAuction(db, { closesAtMs, state });
      const { body } = await bid(over.auctionId, {});
      expect(body.code).to.equal('AUCTION_CLOSED');
      expect(body.detail.lateByMs).to.be.within(60_000, 80_000);
    }
  });

  it('takes 30 at once and 10 a second from one bidder where limits are strict', async () => {
    const strict = await startApi(() => ({}), { RATE_LIMITS: 'strict' });
    try {
      expect(strict.deps.pace).to.deep.equal({ msABid: 100, burst: 30 });
      const { token } = await addPersonWithToken(strict.deps);
      const path = `/auctions/${await list()}/bids`;
      const low = { kind: 'exact', amountKrw: 1 };
      const send = () =>
        strict.call('POST', path, { token, body: { bidId: randomUUID(), ...low } });
      const beganAtMs = Date.now();
      const answers = await Promise.all(Array.from({ length: 60 }, send));
      const tookMs = Date.now() + 1 - beganAtMs;
      const judged = answers.filter(({ body }) => body.code === 'BID_TOO_LOW');
      const limited = answers.filter(({ body }) => body.code === 'RATE_LIMITED');
      expect(judged.length).to.be.within(30, 30 + Math.floor(tookMs / 100));
      expect(limited).to.have.length(60 - judged.length);
      for (const { status, headers, body } of limited) {
        expect(status).to.equal(429);
        expect(headers.get('retry-after')).to.equal('1');
        expect(body.detail.retryAfterMs).to.be.within(1, 100);
      }
    } finally {
      await strict.end();
    }
  });

  it('keeps order when many race: prices rise strictly and none is lost', async () => {
    const auctionId = await list();
    const bidders = await Promise.all(
      Array.from({ length: 10 }, () => addPersonWithToken(api.deps)),
    );
    const answers = await Promise.all(
      bidders.flatMap((bidder, index) =>
        Array.from({ length: 10 }, (_, round) =>
          bid(
            auctionId,
            { amountKrw: 1_000 + 100 * (10 * round + index), confirmed: true },
            bidder,
          ),
        ),
      ),
    );
    const accepted = answers.filter(({ status }) => status === 201).map(({ body }) => body);
    const inOrder = accepted.toSorted((a, b) => a.seq - b.seq);
    expect(inOrder.map(({ seq }) => seq)).to.deep.equal(inOrder.map((_, index) => index + 1));
    for (const [index, { priceKrw }] of inOrder.entries()) {
      expect(priceKrw).to.be.above(inOrder[index - 1]?.priceKrw ?? 0);
    }
    const { body } = await api.call('GET', `/auctions/${auctionId}`);
    expect(body).to.include({ bidCount: accepted.length, priceKrw: inOrder.at(-1)?.priceKrw });
  });
});
