import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import type { TraceKind } from '@sagopalgo/core/contracts/signals.ts';
import { signInTraces } from '@sagopalgo/core/mysql/operating-schema.ts';
import { cookieHeader, newPerson, PAGE_ORIGIN, startApi } from '../testing/api-under-test.ts';
import type { Answer, ApiUnderTest } from '../testing/api-under-test.ts';

const DEVICE = 'device_3000';

describe('from where somebody signs in', () => {
  let api: ApiUnderTest;
  let aheadMs = 0;
  before(async () => {
    const trusted = { TRUSTED_PROXIES: 'loopback' };
    api = await startApi(() => ({ now: () => Date.now() + aheadMs }), trusted);
  });
  beforeEach(() => {
    aheadMs = 0;
  });
  after(() => api.end());

  /** A network that nobody else has. */
  const someAddress = () => `2001:db8:${randomUUID().slice(0, 4)}:${randomUUID().slice(0, 4)}::1`;
  function call(
    method: string,
    path: string,
    given: { from: string; cookies?: Answer['cookies']; body?: object },
  ) {
    const cookie = cookieHeader(given.cookies ?? new Map());
    const headers = { origin: PAGE_ORIGIN, 'x-forwarded-for': given.from, cookie };
    return api.call(method, path, { headers, ...(given.body && { body: given.body }) });
  }
  async function traces(userId: string, kind: TraceKind) {
    const rows = await api.deps.db
      .select()
      .from(signInTraces)
      .where(eq(signInTraces.userId, userId));
    return rows.filter((row) => row.kind === kind);
  }
  const signUp = (from: string, cookies?: Answer['cookies']) =>
    call('POST', '/users', { from, body: newPerson(), ...(cookies && { cookies }) });
  async function device(from: string, { cookies }: Answer) {
    const me = await call('GET', '/users/me', { from, cookies });
    return new Map([[DEVICE, me.cookies.get(DEVICE) ?? '']]);
  }

  it('is noted as hashes that say neither address nor browser', async () => {
    const from = someAddress();
    const first = await signUp(from);
    const cookies = await device(from, first);
    const { userId } = first.body.user;
    const noted = [...(await traces(userId, 'device')), ...(await traces(userId, 'address'))];
    expect(noted.map(({ kind }) => kind)).to.deep.equal(['device', 'address']);
    for (const { traceHash } of noted) {
      expect(traceHash).to.match(/^[0-9a-f]{32}$/);
      expect(cookies.get(DEVICE)).to.not.include(traceHash);
    }
  });

  it('is the same for two accounts of one browser, and of one network', async () => {
    const from = someAddress();
    const first = await signUp(from);
    const cookies = await device(from, first);
    const elsewhere = someAddress();
    const second = await signUp(elsewhere, cookies);
    const third = await signUp(from.replace('::1', '::2'));
    const of = async ({ body }: Answer, kind: TraceKind) =>
      (await traces(body.user.userId, kind)).map(({ traceHash }) => traceHash);
    expect(await of(second, 'device')).to.deep.equal(await of(first, 'device'));
    expect(await of(second, 'address')).to.not.deep.equal(await of(first, 'address'));
    expect(await of(third, 'address')).to.deep.equal(await of(first, 'address'));
    expect(await of(third, 'device')).to.deep.equal([]);
  });

  it('keeps when it was first and last', async () => {
    const from = someAddress();
    const first = await signUp(from);
    aheadMs = 60_000;
    await call('POST', '/sessions/refresh', { from, cookies: first.cookies });
    const [noted] = await traces(first.body.user.userId, 'address');
    const { firstSeenAtMs = 0, lastSeenAtMs = 0 } = noted ?? {};
    expect(lastSeenAtMs - firstSeenAtMs).to.be.at.least(60_000);
  });

  it('gives a browser its mark once, no script can read it, and a made-up one is not taken', async () => {
    const from = someAddress();
    const { cookies } = await signUp(from);
    const mark = await device(from, { cookies } as Answer);
    const known = new Map([...cookies, ...mark]);
    expect((await call('GET', '/users/me', { from, cookies: known })).cookies.has(DEVICE)).to.equal(
      false,
    );
    const made = new Map([...cookies, [DEVICE, `<${'x'.repeat(31)}`]]);
    const answer = await call('GET', '/users/me', { from, cookies: made });
    expect(answer.cookies.get(DEVICE)).to.match(/^[0-9a-f]{32}$/);
    const set = answer.headers.getSetCookie().find((each) => each.startsWith(DEVICE));
    expect(set).to.include('HttpOnly').and.include('SameSite=Lax').and.include('Path=/api/v1;');
  });

  it('is no reason to be kept out', async () => {
    const away = { insert: () => Promise.reject(new Error('away')) } as never;
    const { noteSignIn } = await import('./sign-in-traces.ts');
    const request = { headers: {}, socket: { remoteAddress: '192.0.2.1' } } as never;
    await noteSignIn({ ...api.deps, db: away }, request, 'somebody');
  });
});
