import { expect } from 'chai';
import { viewKeys } from '@sagopalgo/core/redis/keys.ts';
import { viewShardOf } from '@sagopalgo/core/redis/view-counts.ts';
import { signAccessToken } from '@sagopalgo/core/runtime/token.ts';
import { addAuction, eventually } from '@sagopalgo/core/testing/connections.ts';
import { Pacer } from '../http/pacer.ts';
import { addPersonWithToken, cookieHeader, startApi } from '../testing/api-under-test.ts';
import type { Answer, ApiUnderTest, Sent } from '../testing/api-under-test.ts';

const HOUR_MS = 3_600_000;
/** For so many calls on a machine that has other things to do. */
const MANY_WITHIN_MS = 90_000;
const AWAY_URL = 'redis://127.0.0.1:9';

describe('looking at an auction', () => {
  let api: ApiUnderTest;
  let other: ApiUnderTest;
  let sellerId: string;
  let auctionId: string;
  before(async () => {
    api = await startApi();
    other = await startApi();
    ({ userId: sellerId } = await addPersonWithToken(api.deps));
  });
  after(async () => {
    await api.end();
    await other.end();
  });
  beforeEach(async () => {
    ({ auctionId } = await addAuction(api.deps.db, { sellerId }));
  });

  const look = (sent: Sent = {}, at = api): Promise<Answer> =>
    at.call('GET', `/auctions/${auctionId}`, sent);
  const counted = async (): Promise<number> => {
    const { counted: key } = viewKeys(viewShardOf(auctionId));
    return Number(await api.deps.redis.hget(key, auctionId));
  };
  /** The count once somebody new, who is left out of it, has been counted as the last one. */
  async function settled(atLeast: number): Promise<number> {
    await look();
    await eventually(async () => (await counted()) >= atLeast + 1);
    return (await counted()) - 1;
  }
  const tokenOf = (userId: string): string => {
    const claims = { userId, nickname: userId, role: 'USER' as const, familyId: '' };
    return signAccessToken(api.deps.accessKey, claims, Date.now() + HOUR_MS);
  };

  it('counts 1,000 people at once, through two apis, as exactly 1,000', async function many() {
    this.timeout(MANY_WITHIN_MS);
    const looks = Array.from({ length: 1000 }, (_, number) => {
      const token = tokenOf(`${auctionId.slice(0, 8)}-${number}`);
      return look({ token }, number % 2 === 0 ? api : other);
    });
    const answers = await Promise.all(looks);
    expect(answers.every(({ status }) => status === 200)).to.equal(true);
    expect(await settled(1000)).to.equal(1000);
  });

  it('counts an account once in an hour, whichever api and device, and no browser beside it', async () => {
    const { token } = await addPersonWithToken(api.deps);
    const { cookies } = await look({ token });
    expect([...cookies]).to.deep.equal([]);
    await look({ token }, other);
    await look({ token, headers: { cookie: `viewer_3000=${'a'.repeat(32)}` } });
    expect(await settled(1)).to.equal(1);
  });

  it('knows a browser from its first look on by a cookie that says nothing', async () => {
    const first = await look();
    const [line = ''] = first.headers.getSetCookie();
    expect(line).to.match(/^viewer_3000=[0-9a-f]{32}; Max-Age=86400; Path=\/api\/v1\/auctions;/);
    expect(line).to.include('HttpOnly').and.to.include('SameSite=Lax').and.not.include('Secure');
    const cookie = cookieHeader(first.cookies);
    for (const at of [api, other]) {
      const again = await look({ headers: { cookie } }, at);
      expect(again.headers.getSetCookie()).to.deep.equal([]);
    }
    expect(await settled(1)).to.equal(1);
  });

  it('counts whoever keeps no cookie each time, and gives another for one that is none of ours', async () => {
    await look();
    const { cookies } = await look({ headers: { cookie: 'viewer_3000=mine' } });
    expect(cookies.get('viewer_3000')).to.match(/^[0-9a-f]{32}$/);
    expect(await settled(2)).to.equal(2);
  });

  it('counts a thousand browsers at once from one address', async function many() {
    this.timeout(MANY_WITHIN_MS);
    const wide = await startApi(() => ({}), { RATE_LIMITS: 'wide' });
    const answers = await Promise.all(Array.from({ length: 1000 }, () => look({}, wide)));
    await wide.end();
    expect(answers.every(({ status }) => status === 200)).to.equal(true);
    expect(await settled(1000)).to.equal(1000);
  });

  it('counts so many of an address without accounts, and shows the page to the others', async () => {
    const paced = await startApi();
    paced.deps.limits.viewsOfAddress = new Pacer({ perSecond: 0.001, burst: 3 });
    for (let round = 0; round < 6; round += 1) {
      const { status, body } = await look({}, paced);
      expect([status, body.auctionId]).to.deep.equal([200, auctionId]);
    }
    const elsewhere = { headers: { 'x-forwarded-for': '192.0.2.7' } };
    await look(elsewhere, paced);
    await look({ token: tokenOf(auctionId.slice(0, 8)) }, paced);
    await paced.end();
    expect(await settled(5)).to.equal(5);
  });

  it('counts neither what is not there, nor a look at its head, nor at a list', async () => {
    const missing = await api.call('GET', '/auctions/no-such-auction');
    expect(missing.status).to.equal(404);
    expect(missing.headers.getSetCookie()).to.deep.equal([]);
    await api.call('HEAD', `/auctions/${auctionId}`);
    await api.call('GET', '/auctions?state=live');
    expect(await settled(0)).to.equal(0);
  });

  it('has a cookie for secure connections only in production', async () => {
    const settings = { ...api.deps.settings, deployment: 'production' as const };
    const produced = await startApi(() => ({ settings }));
    const { headers } = await look({}, produced);
    await produced.end();
    expect(headers.getSetCookie()[0]).to.include('Secure');
  });

  it('goes on while Redis is away, uncounted', async () => {
    const alone = await startApi(() => ({}), { REDIS_URL: AWAY_URL });
    const { status, body } = await look({}, alone);
    await alone.end();
    expect([status, body.viewCount]).to.deep.equal([200, 0]);
    expect(await counted()).to.equal(0);
  });
});
