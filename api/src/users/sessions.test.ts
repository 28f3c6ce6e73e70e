import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { sessionFamilies } from '@sagopalgo/core/mysql/schema.ts';
import { cookieHeader, newPerson, PAGE_ORIGIN, startApi } from '../testing/api-under-test.ts';
import type { Answer, ApiUnderTest } from '../testing/api-under-test.ts';
import { SESSION_MAX_MS } from './sessions.ts';

const GRACE_MS = 10_000;
const BROWSER = { 'user-agent': 'a browser', origin: PAGE_ORIGIN };
const ANOTHER = { 'user-agent': 'another browser', origin: PAGE_ORIGIN };

describe('staying signed in', () => {
  let api: ApiUnderTest;
  let aheadMs = 0;
  before(async () => {
    api = await startApi(() => ({ now: () => Date.now() + aheadMs }));
  });
  beforeEach(() => {
    aheadMs = 0;
  });
  after(() => api.end());

  const signUp = () => api.call('POST', '/users', { body: newPerson(), headers: BROWSER });

  function send(method: string, path: string, from: Answer, headers: object = BROWSER) {
    return api.call(method, path, { headers: { ...headers, cookie: cookieHeader(from.cookies) } });
  }

  const refresh = (from: Answer, headers?: object) =>
    send('POST', '/sessions/refresh', from, headers);

  async function expectEnded(...sessions: Answer[]): Promise<void> {
    for (const session of sessions) {
      expect((await send('GET', '/users/me', session)).body.code).to.equal('UNAUTHENTICATED');
      expect((await refresh(session)).body.code).to.equal('SESSION_ENDED');
    }
  }

  it('exchanges a refresh token for the next one', async () => {
    const first = await signUp();
    const second = await refresh(first);
    expect(second.status).to.equal(200);
    expect(second.body).to.deep.equal(first.body);
    expect(second.cookies.get('refresh_3000')).to.not.equal(first.cookies.get('refresh_3000'));
    expect((await send('GET', '/users/me', second)).status).to.equal(200);
  });

  it('lets the same browser send a used token again within ten seconds', async () => {
    const first = await signUp();
    const answers = await Promise.all([refresh(first), refresh(first), refresh(first)]);
    for (const answer of answers) {
      expect(answer.status).to.equal(200);
      expect((await refresh(answer)).status).to.equal(200);
    }
    aheadMs = GRACE_MS - 1_000;
    expect((await refresh(first)).status).to.equal(200);
  });

  it('ends the family when a used token comes again later', async () => {
    const first = await signUp();
    const second = await refresh(first);
    aheadMs = GRACE_MS + 1_000;
    const again = await refresh(first);
    expect(again.body).to.include({ status: 401, code: 'SESSION_ENDED' });
    expect(again.cookies.get('refresh_3000')).to.equal('');
    await expectEnded(first, second);
  });

  it('ends the family when another browser sends a used token', async () => {
    const first = await signUp();
    const second = await refresh(first);
    expect((await refresh(first, ANOTHER)).body.code).to.equal('SESSION_ENDED');
    await expectEnded(first, second);
  });

  it('leaves other signings-in of the same person alone', async () => {
    const person = newPerson();
    const first = await api.call('POST', '/users', { body: person, headers: BROWSER });
    const { email, password } = person;
    const other = await api.call('POST', '/sessions', {
      body: { email, password },
      headers: ANOTHER,
    });
    expect(other.status).to.equal(201);
    await send('DELETE', '/sessions', first);
    await expectEnded(first);
    expect((await send('GET', '/users/me', other)).status).to.equal(200);
  });

  it('knows no token that is unknown, forged or two weeks old', async () => {
    const session = await signUp();
    const forged = { ...session, cookies: new Map([['refresh_3000', 'x'.repeat(43)]]) };
    expect((await refresh(forged)).body.code).to.equal('SESSION_ENDED');
    expect((await refresh({ ...session, cookies: new Map() })).body.code).to.equal('SESSION_ENDED');
    aheadMs = 14 * 86_400_000 + 1_000;
    expect((await refresh(session)).body.code).to.equal('SESSION_ENDED');
  });

  it('ends with logging out, at once and for every token', async () => {
    const first = await signUp();
    const second = await refresh(first);
    const out = await send('DELETE', '/sessions', second);
    expect(out.status).to.equal(204);
    expect([...out.cookies]).to.deep.equal([
      ['access_3000', ''],
      ['refresh_3000', ''],
    ]);
    await expectEnded(first, second);
    expect((await send('DELETE', '/sessions', second)).status).to.equal(204);
  });

  it('ends when the same browser signs in or up anew, and only then', async () => {
    const person = newPerson();
    const first = await api.call('POST', '/users', { body: person, headers: BROWSER });
    const { email, password } = person;
    const logIn = (given: object, headers: Record<string, string>) =>
      api.call('POST', '/sessions', { body: { email, password, ...given }, headers });
    const cookie = cookieHeader(first.cookies);
    const wrong = await logIn({ password: 'a wrong one' }, { ...BROWSER, cookie });
    expect(wrong.body.code).to.equal('WRONG_CREDENTIALS');
    const elsewhere = await logIn({}, ANOTHER);
    expect((await send('GET', '/users/me', first)).status).to.equal(200);
    const second = await logIn({}, { ...BROWSER, cookie });
    await expectEnded(first);
    const headers = { ...BROWSER, cookie: cookieHeader(second.cookies) };
    const third = await api.call('POST', '/users', { body: newPerson(), headers });
    await expectEnded(second);
    for (const session of [elsewhere, third]) {
      expect((await send('GET', '/users/me', session)).status).to.equal(200);
    }
  });

  it('ends ninety days after the password was asked for, however often one comes back', async () => {
    const session = await signUp();
    const { userId } = session.body.user;
    const signedInAgo = (agoMs: number) =>
      api.deps.db
        .update(sessionFamilies)
        .set({ createdAtMs: Date.now() - agoMs })
        .where(eq(sessionFamilies.userId, userId));
    await signedInAgo(SESSION_MAX_MS - 60_000);
    const last = await refresh(session);
    expect(last.status).to.equal(200);
    await signedInAgo(SESSION_MAX_MS);
    expect((await refresh(last)).body.code).to.equal('SESSION_ENDED');
    await expectEnded(last);
  });

  it('can be ended with the access token alone, and by nobody at all', async () => {
    const session = await signUp();
    session.cookies.delete('refresh_3000');
    expect((await send('DELETE', '/sessions', session)).status).to.equal(204);
    expect((await send('GET', '/users/me', session)).status).to.equal(401);
    expect((await api.call('DELETE', '/sessions')).status).to.equal(204);
  });

  it('is over where the open streams could not be told of it', async () => {
    const session = await signUp();
    const { redis } = api.deps;
    const spublish = redis.spublish.bind(redis);
    const lost = () => Promise.reject(new Error('nobody is there to tell'));
    Object.assign(redis, { spublish: lost });
    try {
      const out = await send('DELETE', '/sessions', session);
      expect(out.status).to.equal(204);
      expect(out.cookies.get('access_3000')).to.equal('');
    } finally {
      Object.assign(redis, { spublish });
    }
    await expectEnded(session);
    const told = api.log.events.filter(({ event }) => event === 'session.end-not-told');
    expect(told).to.have.length(1);
  });

  it('is over for good even when Redis has forgotten who logged out', async () => {
    const session = await signUp();
    await send('DELETE', '/sessions', session);
    const remembered = await api.deps.redis.keys('session:{ended}:*');
    await api.deps.redis.del('sessions:{ended}:loaded', ...remembered);
    expect((await send('GET', '/users/me', session)).status).to.equal(401);
    expect(await api.deps.redis.exists('sessions:{ended}:loaded')).to.equal(1);
    expect((await send('GET', '/users/me', session)).status).to.equal(401);
  });

  it('ends after an hour without a refresh', async () => {
    const session = await signUp();
    aheadMs = 3_600_000 + 1_000;
    expect((await send('GET', '/users/me', session)).body.code).to.equal('UNAUTHENTICATED');
    expect((await refresh(session)).status).to.equal(200);
  });
});
