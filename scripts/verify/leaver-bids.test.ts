import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { asc, eq } from 'drizzle-orm';
import { startApiAlone } from '@sagopalgo/api/src/testing/api-under-test.ts';
import type { ApiUnderTest } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { downloadLog, verifyAuctionLog } from '@sagopalgo/core/contracts/verify-auction-log.ts';
import { bids, chainEntries, users } from '@sagopalgo/core/mysql/schema.ts';
import { checkBooks } from '@sagopalgo/core/orders/check-books.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { LEFT_NICKNAME } from '@sagopalgo/core/rules/left-nickname.ts';
import { addUser } from '@sagopalgo/core/testing/connections.ts';
import { settleAuction } from '@sagopalgo/lambdas/src/close-auctions/settle-auction.ts';
import { proofDuties } from '@sagopalgo/lambdas/src/record-bids/proof-duties.ts';
import { recordAuction } from '@sagopalgo/lambdas/src/record-bids/record-auction.ts';
import { Standstills } from '@sagopalgo/lambdas/src/record-bids/standstills.ts';
import { reconcileDay } from '@sagopalgo/lambdas/src/reconcile/reconcile-day.ts';
import { listedAuction, lose } from '@sagopalgo/lambdas/src/testing.ts';
import type { LambdaTestConnections } from '@sagopalgo/lambdas/src/testing.ts';

const PASSWORD = 'a good password';
const LEAVER = { email: 'park.baram@bids.example', nickname: '박바람의입찰' };
const SALE_DATE = '2026-03-04';

describe('the bids of somebody who has left', function leaverBids() {
  this.timeout(60_000);
  let api: ApiUnderTest;
  let hands: LambdaTestConnections;
  // Alone: whoever leaves is barred on every auction there is, and all books are checked.
  before(async () => {
    api = await startApiAlone();
    const { db, redis, log, signer } = api.deps;
    const work = { db, redis, log, now: Date.now, standstills: new Standstills() };
    hands = { ...work, ...proofDuties(work, signer), end: () => Promise.resolve() };
  });
  after(() => api.end());

  async function signUp({ email, nickname }: typeof LEAVER) {
    const body = { email, nickname, password: PASSWORD };
    const { userId } = (await api.call('POST', '/users', { body })).body.user;
    const { body: told } = await api.call('POST', '/tokens', {
      body: { email, password: PASSWORD },
    });
    return { userId, token: told.accessToken };
  }
  async function bid(token: string, auctionId: string, maxKrw: number): Promise<string> {
    const body = { bidId: randomUUID(), kind: 'auto', maxKrw };
    const answer = await api.call('POST', `/auctions/${auctionId}/bids`, { token, body });
    expect(answer.status).to.equal(201);
    return answer.body.outcome;
  }

  /** Bid on by one and won by the other: by a bid, a silent raise, and one that is outbid at once. */
  async function contested(one: string, other: string): Promise<string> {
    const sellerId = await addUser(hands.db);
    const { auctionId } = await listedAuction(hands, { sellerId, saleDate: SALE_DATE });
    expect(await bid(one, auctionId, 2_000)).to.equal('leading');
    expect(await bid(one, auctionId, 3_000)).to.equal('raised');
    expect(await bid(other, auctionId, 9_000)).to.equal('leading');
    expect(await bid(one, auctionId, 5_000)).to.equal('outbid');
    await recordAuction(hands, auctionId);
    return auctionId;
  }
  // The judge's time never runs backwards, so it is what it was last seen to be.
  async function sell(auctionId: string): Promise<void> {
    const { state } = auctionKeys(auctionId);
    const closesAtMs = Number(await hands.redis.hget(state, 'closesAtMs'));
    await hands.redis.hset(state, 'lastAtMs', closesAtMs);
    const later = { ...hands, now: () => closesAtMs };
    expect(await settleAuction(later, auctionId)).to.equal('sold');
  }
  const historyOf = async (auctionId: string) =>
    (await api.call('GET', `/auctions/${auctionId}/bids`)).body.items;
  const keptOf = async (auctionId: string) => ({
    told: await historyOf(auctionId),
    bids: await hands.db
      .select()
      .from(bids)
      .where(eq(bids.auctionId, auctionId))
      .orderBy(asc(bids.seq), asc(bids.raise)),
    chain: await hands.db.select().from(chainEntries).where(eq(chainEntries.auctionId, auctionId)),
  });
  const fetchJson = async (path: string): Promise<unknown> =>
    await (await fetch(`${api.url}${path}`)).json();

  it('stay as they were recorded, under the same alias and nobody’s name, and verify', async () => {
    const leaver = await signUp(LEAVER);
    const rival = await signUp({ email: 'rival@bids.example', nickname: '남은사람' });
    const lost = await contested(leaver.token, rival.token);
    await sell(lost);
    const outbid = await contested(leaver.token, rival.token);
    const before = [await keptOf(lost), await keptOf(outbid)];
    const ofLeaver = before[0]?.bids.filter(({ bidderId }) => bidderId === leaver.userId);
    expect(ofLeaver?.map(({ ordinal, outcome }) => [ordinal, outcome])).to.deep.equal([
      [1, 'leading'],
      [1, 'raised'],
      [1, 'outbid'],
    ]);

    const { token } = leaver;
    const left = await api.call('POST', '/users/me/leave', { token, body: { password: PASSWORD } });
    expect(left.status).to.equal(204);
    expect([await keptOf(lost), await keptOf(outbid)]).to.deep.equal(before);
    const [person] = await hands.db.select().from(users).where(eq(users.userId, leaver.userId));
    expect(person).to.include({ nickname: LEFT_NICKNAME, passwordHash: null });
    expect(JSON.stringify(person)).not.to.contain(LEAVER.email).and.not.contain(LEAVER.nickname);

    // The one that was live goes on without them, to the price that their bid had made.
    await sell(outbid);
    for (const auctionId of [lost, outbid]) {
      expect(await verifyAuctionLog(fetchJson, auctionId)).to.include({ verified: true });
      const log = JSON.stringify(await downloadLog(fetchJson, auctionId));
      for (const text of [leaver.userId, ...Object.values(LEAVER)])
        expect(log).not.to.contain(text);
      const { body } = await api.call('GET', `/auctions/${auctionId}`);
      expect(body).to.include({ state: 'sold', priceKrw: 5_100, bidCount: 3 });
    }
    const { compared, differences } = await reconcileDay(hands, SALE_DATE);
    expect([...differences, ...(await checkBooks(hands.db))]).to.deep.equal([]);
    expect(compared).to.equal(2);

    // Once Redis has let an auction go, the record alone says the same.
    await lose(hands, lost);
    expect(await historyOf(lost)).to.deep.equal(before[0]?.told);
  });
});
