import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { auctions, bids, users } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { addAuction, addUser } from '@sagopalgo/core/testing/connections.ts';
import { givePassword, KNOWN_PASSWORD } from '../testing/account-scenes.ts';
import { addCategory, addPersonWithToken, startApiAlone } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { newListing } from '../testing/listings.ts';
import { withoutBids } from './bar-bidding.ts';

const ROUNDS = 4;
const BIDS_MAX = 2_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('leaving in the very moment of a bid', function leavingAmidBids() {
  this.timeout(60_000);
  let api: ApiUnderTest;
  // Alone: whoever leaves is barred on every auction there is.
  before(async () => {
    api = await startApiAlone();
    await addCategory(api.deps);
  });
  after(() => api.end());

  async function liveAuction(): Promise<string> {
    const row = await addAuction(api.deps.db, { sellerId: await addUser(api.deps.db) });
    await openAuction(api.deps.redis, row);
    return row.auctionId;
  }
  async function someone() {
    const person = await addPersonWithToken(api.deps);
    await givePassword(api.deps, person.userId);
    return person;
  }
  type Someone = Awaited<ReturnType<typeof someone>>;
  const leave = ({ token }: Someone, password = KNOWN_PASSWORD) =>
    api.call('POST', '/users/me/leave', { token, body: { password } });

  /** As a bid that has passed every door of the api, and is on its way to the judge. */
  async function bid(auctionId: string, bidderId: string, amountKrw: number): Promise<string> {
    const asked = { bidId: randomUUID(), kind: 'exact' as const, amountKrw, confirmed: true };
    try {
      return (await placeBid(api.deps.redis, { ...asked, auctionId, bidderId })).outcome;
    } catch (error) {
      if (error instanceof RefusalError) return error.code;
      throw error;
    }
  }
  const addBid = (auctionId: string, bidderId: string) =>
    api.deps.db.insert(bids).values({
      ...{ auctionId, seq: 1, raise: 0, epoch: 1, bidderId, bidId: randomUUID(), ordinal: 1 },
      ...{ kind: 'exact', amountKrw: 1_000, outcome: 'outbid', priceKrw: 1_000, ownMaxKrw: 1_000 },
      ...{ leaderId: 'x', leaderAlias: 'a', acceptedAtMs: 1, closesAtMs: 1 },
    });
  const barredUntilMs = async (auctionId: string, bidderId: string) =>
    Number(await api.deps.redis.hget(auctionKeys(auctionId).state, `barred:${bidderId}`));
  /** As if a part of `whole` were another, while something is done. */
  async function withPart(whole: object, part: object, work: () => Promise<void>): Promise<void> {
    const before = Object.fromEntries(
      Object.keys(part).map((name) => [name, (whole as Record<string, unknown>)[name]]),
    );
    Object.assign(whole, part);
    try {
      await work();
    } finally {
      Object.assign(whole, before);
    }
  }
  const fail = () => Promise.reject(new Error('Connection is closed.'));
  const leaderOf = async (auctionId: string) =>
    (await readLive(api.deps.redis, [auctionId])).states.get(auctionId)?.leaderId;

  it('never ends with a bid that leads, whoever bids how fast', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [person, auctionId] = [await someone(), await liveAuction()];
      const rivalId = randomUUID();
      const ended = { hasLeft: false };
      let amountKrw = 1_000;
      const codes = new Set<string>();
      const bidOn = async (bidderId: string) => {
        for (let bids = 0; bids < BIDS_MAX && !ended.hasLeft; bids += 1) {
          amountKrw += 1_000;
          const outcome = await bid(auctionId, bidderId, amountKrw);
          if (bidderId === person.userId) codes.add(outcome);
        }
      };
      const leaveAtLast = async () => {
        for (let tries = 0; tries < BIDS_MAX && !ended.hasLeft; tries += 1) {
          const { status, body } = await leave(person);
          if (status !== 204) expect(body.code).to.equal('LEAVING_BLOCKED');
          ended.hasLeft = status === 204;
        }
      };
      await Promise.all([bidOn(person.userId), bidOn(rivalId), leaveAtLast()]);
      expect(ended.hasLeft).to.equal(true);
      expect(await leaderOf(auctionId)).to.equal(rivalId);
      expect(codes).to.include('leading');
      // Nor afterwards, however late it comes.
      expect(await bid(auctionId, person.userId, amountKrw + 9_000)).to.equal('ACCOUNT_LEAVING');
      expect(await leaderOf(auctionId)).to.equal(rivalId);
      const untilMs = await barredUntilMs(auctionId, person.userId);
      expect(untilMs).to.be.above(Date.now() + HOUR_MS);
    }
  });

  it('is refused for a lead that the record does not know of yet, and lets them bid on', async () => {
    const [person, led, other] = [await someone(), await liveAuction(), await liveAuction()];
    await bid(led, person.userId, 1_000);
    const { body } = await leave(person);
    expect(body.code).to.equal('LEAVING_BLOCKED');
    const [row] = await api.deps.db.select().from(auctions).where(eq(auctions.auctionId, led));
    expect(body.detail['auctions']).to.deep.equal([
      { auctionId: led, title: row?.title, role: 'leader' },
    ]);
    expect(await bid(other, person.userId, 1_000)).to.equal('leading');
  });

  it('lets them bid on where it is refused for anything else', async () => {
    const [person, auctionId] = [await someone(), await liveAuction()];
    expect((await leave(person, 'wrong')).body.code).to.equal('WRONG_PASSWORD');
    const own = await addAuction(api.deps.db, { sellerId: person.userId });
    await openAuction(api.deps.redis, own);
    expect((await leave(person)).body.code).to.equal('LEAVING_BLOCKED');
    expect(await bid(auctionId, person.userId, 1_000)).to.equal('leading');
  });

  it('is not done while Redis cannot say', async () => {
    const [person, auctionId] = [await someone(), await liveAuction()];
    await withPart(api.deps.redis, { barBidderScript: fail }, async () => {
      expect((await leave(person)).status).to.equal(503);
    });
    expect(await bid(auctionId, person.userId, 1_000)).to.equal('leading');
    const [row] = await api.deps.db.select().from(users).where(eq(users.userId, person.userId));
    expect(row?.leftAtMs).to.equal(null);
  });

  it('bars for a minute where the record cannot say how it ended', async () => {
    const [{ userId }, auctionId] = [await someone(), await liveAuction()];
    await withPart(api.deps.db, { $count: fail }, async () => {
      const ended = await withoutBids(api.deps, userId, fail).catch(String);
      expect(ended).to.contain('Connection is closed');
    });
    expect(await bid(auctionId, userId, 1_000)).to.equal('ACCOUNT_LEAVING');
    const untilMs = await barredUntilMs(auctionId, userId);
    expect(untilMs).to.be.within(Date.now(), Date.now() + MINUTE_MS);
  });

  it('bars for the hour where it was done without an answer', async () => {
    const [{ userId }, auctionId] = [await someone(), await liveAuction()];
    const own = eq(users.userId, userId);
    const lost = withoutBids(api.deps, userId, async () => {
      await api.deps.db.update(users).set({ leftAtMs: 1 }).where(own);
      await fail();
    });
    expect(await lost.catch(String)).to.contain('Connection is closed');
    expect(await barredUntilMs(auctionId, userId)).to.be.above(Date.now() + HOUR_MS);
  });

  it('lets them bid on wherever Redis hears of it, and takes no other leaving’s bars away', async () => {
    const [{ userId }, deaf, heard] = [await someone(), await liveAuction(), await liveAuction()];
    const { redis } = api.deps;
    const admit = redis.admitBidderScript.bind(redis);
    const admitBidderScript = (...args: string[]) =>
      args[0] === auctionKeys(deaf).state ? fail() : admit(...args);
    await withPart(redis, { admitBidderScript }, async () => {
      await withoutBids(api.deps, userId, fail).catch(() => null);
    });
    expect(await bid(deaf, userId, 1_000)).to.equal('ACCOUNT_LEAVING');
    expect(await bid(heard, userId, 1_000)).to.equal('leading');
    const other = await liveAuction();
    await withoutBids(api.deps, userId, async () => {
      await withoutBids(api.deps, userId, fail).catch(() => null);
      expect(await bid(other, userId, 1_000)).to.equal('ACCOUNT_LEAVING');
    });
  });

  it('is not done once the bars may be gone', async () => {
    const { userId } = await someone();
    const { db, redis, log } = api.deps;
    let nowMs = Date.now();
    const late = withoutBids({ db, redis, log, now: () => nowMs }, userId, async (meanwhile) => {
      meanwhile.checkTime();
      nowMs += MINUTE_MS / 2;
      meanwhile.checkTime();
    });
    expect(await late.catch((error: RefusalError) => error.code)).to.equal('UNAVAILABLE');
  });

  it('is not done while Redis lacks an open auction that they bid on', async () => {
    const person = await someone();
    const row = await addAuction(api.deps.db);
    await addBid(row.auctionId, person.userId);
    expect((await leave(person)).body.code).to.equal('UNAVAILABLE');
    await openAuction(api.deps.redis, row);
    expect((await leave(person)).status).to.equal(204);
  });

  it('is found by a listing that comes after it, with a token that is good still', async () => {
    const person = await someone();
    const own = eq(users.userId, person.userId);
    await api.deps.db.update(users).set({ leftAtMs: Date.now() }).where(own);
    const body = newListing();
    const listed = await api.call('POST', '/auctions', { token: person.token, body });
    expect(listed.body.code).to.equal('UNAUTHENTICATED');
  });

  it('leaves no listing of theirs behind, sent at the same moment', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const person = await someone();
      const list = () => api.call('POST', '/auctions', { token: person.token, body: newListing() });
      const answers = await Promise.all([list(), leave(person), list()]);
      const listed = answers.filter(({ status }) => status === 201).length;
      const own = eq(auctions.sellerId, person.userId);
      expect(await api.deps.db.$count(auctions, own)).to.equal(listed);
      const hasLeft = answers[1].status === 204;
      if (hasLeft) expect(listed).to.equal(0);
      else expect(answers[1].body.code).to.equal('LEAVING_BLOCKED');
    }
  });
});
