import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { expect } from 'chai';
import { addUser } from '@sagopalgo/core/testing/connections.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { addPersonWithToken, newPerson, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import { isDependencyAway } from './dependency-faults.ts';

const NOBODY_LISTENS = '127.0.0.1:9';
const QUICK_MS = 1_500;

describe('when a dependency is away', () => {
  let well: ApiUnderTest;
  let withoutRedis: ApiUnderTest;
  let withoutCluster: ApiUnderTest;
  let withoutMysql: ApiUnderTest;
  let token: string;
  before(async () => {
    well = await startApi();
    ({ token } = await addPersonWithToken(well.deps));
    withoutRedis = await startApi(() => ({}), { REDIS_URL: `redis://${NOBODY_LISTENS}` });
    withoutCluster = await startApi(() => ({}), { REDIS_URL: `redis+cluster://${NOBODY_LISTENS}` });
    withoutMysql = await startApi(() => ({}), { MYSQL_URL: `mysql://a:b@${NOBODY_LISTENS}/c` });
  });
  after(() =>
    Promise.all([well, withoutRedis, withoutCluster, withoutMysql].map((api) => api.end())),
  );

  async function expectUnavailable(api: ApiUnderTest, method: string, path: string, body?: object) {
    const askedAtMs = Date.now();
    const answer = await api.call(method, path, { token, ...(body && { body }) });
    expect(answer.body).to.deep.include({ status: 503, code: 'UNAVAILABLE', detail: {} });
    expect(answer.headers.get('retry-after')).to.equal('1');
    expect(Date.now() - askedAtMs).to.be.below(QUICK_MS);
    expect(api.log.events.map(({ event }) => event)).to.include('dependency.away');
  }

  it('refuses bids and logins at once, without Redis', async () => {
    const bid = { bidId: randomUUID(), kind: 'exact', amountKrw: 1000 };
    await expectUnavailable(withoutRedis, 'POST', `/auctions/${randomUUID()}/bids`, bid);
    const { nickname: _, ...credentials } = newPerson();
    await expectUnavailable(withoutRedis, 'POST', '/sessions', credentials);
    await expectUnavailable(withoutCluster, 'POST', `/auctions/${randomUUID()}/bids`, bid);
    await expectUnavailable(withoutCluster, 'POST', '/sessions', credentials);
  });

  it('tells the log the path alone, however the address was written', async () => {
    const { port } = new URL(well.url);
    for (const target of [
      '/api/v1/nothing?token=secret',
      `http://127.0.0.1:${port}/api/v1/nothing?token=secret`,
    ]) {
      await new Promise<void>((resolve, reject) => {
        const asked = request({ port, path: target }, (answer) =>
          answer.resume().once('end', resolve),
        );
        asked.once('error', reject).end();
      });
      const { event, facts } = well.log.events.at(-1) ?? {};
      expect([event, facts]).to.deep.equal([
        'request.refused',
        { code: 'NOT_FOUND', method: 'GET', path: '/api/v1/nothing' },
      ]);
    }
  });

  it('goes on showing what the record has, without Redis', async () => {
    expect((await withoutRedis.call('GET', '/users/me', { token })).status).to.equal(200);
    expect((await withoutRedis.call('GET', '/auctions', { token })).status).to.equal(200);
    expect((await withoutRedis.call('GET', '/users/me/bids', { token })).status).to.equal(200);
    expect((await withoutCluster.call('GET', '/auctions', { token })).status).to.equal(200);
  });

  it('takes it for a dependency that is away when a cluster cannot answer now', () => {
    for (const message of [
      'CLUSTERDOWN Hash slot not served',
      'TRYAGAIN Multiple keys request during rehashing of slot',
      'MOVED 866 127.0.0.1:7001',
      "Cluster isn't ready and enableOfflineQueue options is false",
      'Too many Cluster redirections. Last error: ReplyError: CLUSTERDOWN The cluster is down',
      'None of startup nodes is available',
    ]) {
      expect(isDependencyAway(new Error(message)), message).to.equal(true);
    }
    const failed = Object.assign(new Error('Failed to refresh slots cache.'), {
      name: 'ClusterAllFailedError',
    });
    expect(isDependencyAway(failed)).to.equal(true);
    expect(isDependencyAway(new Error('CROSSSLOT Keys do not hash to one slot'))).to.equal(false);
  });

  it('knows who logged out, without Redis, and changes nothing for anybody signed in', async () => {
    const person = await well.call('POST', '/users', { body: newPerson() });
    const headers = { cookie: `access_3000=${person.cookies.get('access_3000')}` };
    expect((await withoutRedis.call('GET', '/users/me', { headers })).status).to.equal(200);
    const listing = await withoutRedis.call('POST', '/auctions', { headers, body: {} });
    expect(listing.body.code).to.equal('UNAVAILABLE');
    await well.call('DELETE', '/sessions', { headers });
    expect((await withoutRedis.call('GET', '/users/me', { headers })).status).to.equal(401);
  });

  it('refuses what needs the record, without MySQL', async () => {
    await expectUnavailable(withoutMysql, 'GET', '/auctions');
    await expectUnavailable(withoutMysql, 'GET', '/users/me');
    await expectUnavailable(withoutMysql, 'POST', '/users', newPerson());
  });

  it('says which part is away', async () => {
    const ready = async ({ url }: ApiUnderTest) => {
      const answer = await fetch(`${url}/healthz/ready`);
      return [answer.status, await answer.json()];
    };
    expect(await ready(well)).to.deep.equal([200, { ready: true, faults: [] }]);
    expect(await ready(withoutRedis)).to.deep.equal([503, { ready: false, faults: ['redis'] }]);
    expect(await ready(withoutMysql)).to.deep.equal([503, { ready: false, faults: ['mysql'] }]);
    expect((await fetch(`${withoutMysql.url}/healthz/live`)).status).to.equal(200);
  });

  it('tells the log what failed, and never with what values', async () => {
    const userId = await addUser(well.deps.db);
    const again = { userId, email: 'secret@mail', nickname: '', nicknameKey: '' };
    try {
      await well.deps.db.insert(users).values({ ...again, passwordHash: 'hush', createdAtMs: 1 });
    } catch (error) {
      const described = JSON.stringify(describeError(error));
      expect(described).to.contain('insert into').and.to.contain('ER_DUP_ENTRY');
      expect(described).to.not.contain('hush').and.to.not.contain('secret@mail');
      return;
    }
    throw new Error('the same id was taken twice');
  });
});
