import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys, MISSING_KEY } from '@sagopalgo/core/redis/keys.ts';
import { readLog } from '@sagopalgo/core/redis/read-log.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

describe('a judge that breaks off half-way', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startApi();
  });
  after(() => api.end());

  it('is said to be away, though the bid may stand, and the keeper is asked to look', async () => {
    const { db, redis } = api.deps;
    const auction = await addAuction(db);
    const { auctionId } = auction;
    await openAuction(redis, auction);
    await redis.set(auctionKeys(auctionId).answers, 'no hash');
    const { token } = await addPersonWithToken(api.deps);
    const body = { bidId: randomUUID(), kind: 'exact', amountKrw: auction.startKrw };
    const answer = await api.call('POST', `/auctions/${auctionId}/bids`, { token, body });
    expect(answer.body).to.include({ status: 503, code: 'UNAVAILABLE' });
    expect(answer.headers.get('retry-after')).to.equal('1');
    expect(await readLog(redis, auctionId, { seq: 0, raise: 0 }, 10)).to.have.length(1);
    expect(await redis.srem(MISSING_KEY, auctionId)).to.equal(1);
    expect(api.log.events.map(({ event }) => event)).to.include('judge.failed');
  });
});
