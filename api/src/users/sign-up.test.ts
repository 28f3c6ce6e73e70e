import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { newPerson, PAGE_ORIGIN, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

describe('signing up', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startApi();
  });
  after(() => api.end());

  const signUp = (body: unknown, headers = {}) => api.call('POST', '/users', { body, headers });

  it('answers who one is now, and keeps the tokens where no script can read them', async () => {
    const person = newPerson();
    const answer = await signUp(person, { origin: PAGE_ORIGIN });
    expect(answer.status).to.equal(201);
    expect(Object.keys(answer.body)).to.deep.equal(['user']);
    expect(answer.body.user).to.include({ nickname: person.nickname, role: 'USER' });
    const lines = answer.headers.getSetCookie();
    expect(lines).to.have.length(2);
    for (const line of lines) expect(line).to.match(/HttpOnly; SameSite=Lax$/);
    expect(lines[0]).to.match(/^access_3000=.*Max-Age=3600; Path=\/;/);
    expect(lines[1]).to.match(/^refresh_3000=.*Max-Age=1209600; Path=\/api\/v1\/sessions;/);
  });

  it('marks the cookies Secure outside the local start, under names that hold them to the host', async () => {
    const abroad = await startApi(() => ({}), {
      DEPLOYMENT: 'production',
      TRUSTED_PROXIES: 'loopback',
      PUBLIC_ORIGINS: 'https://sagopalgo.example',
      // The real one, which nothing here asks: a simulator has no place in production.
      TOSS_API_BASE_URL: 'https://api.tosspayments.com',
      TOSS_SECRET_KEY: 'test_gsk_nobody',
      TOSS_CLIENT_KEY: 'test_gck_nobody',
    });
    try {
      const answer = await abroad.call('POST', '/users', { body: newPerson() });
      expect(answer.status).to.equal(201);
      for (const line of answer.headers.getSetCookie()) {
        expect(line).to.match(
          /^(__Host-access|__Secure-refresh)=.*; HttpOnly; Secure; SameSite=Lax$/,
        );
      }
      expect(answer.headers.get('strict-transport-security')).to.be.a('string');
    } finally {
      await abroad.end();
    }
  });

  it('refuses an e-mail address that is taken, whatever its case', async () => {
    const person = newPerson();
    await signUp(person);
    const again = await signUp({ ...newPerson(), email: ` ${person.email.toUpperCase()} ` });
    expect(again.body).to.include({ status: 409, code: 'EMAIL_TAKEN' });
    expect(again.cookies.size).to.equal(0);
  });

  it('refuses a nickname that is taken, whatever its case and form', async () => {
    const nickname = `가Ab${randomUUID().slice(0, 8)}`;
    await signUp({ ...newPerson(), nickname });
    for (const same of [nickname.toUpperCase(), nickname.normalize('NFD')]) {
      const again = await signUp({ ...newPerson(), nickname: same });
      expect(again.body).to.include({ status: 409, code: 'NICKNAME_TAKEN' });
    }
  });

  it('lets one of two have a name that both ask for at once', async () => {
    const { nickname, email } = newPerson();
    const answers = await Promise.all([
      signUp({ ...newPerson(), nickname }),
      signUp({ ...newPerson(), nickname }),
      signUp({ ...newPerson(), email }),
      signUp({ ...newPerson(), email }),
    ]);
    const outcomes = answers.map(({ status, body }) => body.code ?? status);
    expect(outcomes.toSorted()).to.deep.equal([201, 201, 'EMAIL_TAKEN', 'NICKNAME_TAKEN']);
  });

  it('counts a password and a nickname in characters', async () => {
    expect((await signUp({ ...newPerson(), password: '🔑'.repeat(7) })).status).to.equal(400);
    expect((await signUp({ ...newPerson(), password: '🔑'.repeat(128) })).status).to.equal(201);
    expect((await signUp({ ...newPerson(), password: '🔑'.repeat(129) })).status).to.equal(400);
    expect((await signUp({ ...newPerson(), nickname: '🦊' })).status).to.equal(400);
  });

  it('says in Korean what is wrong, field by field', async () => {
    const answer = await signUp({ email: 'nobody', nickname: 7, role: 'ADMIN' });
    expect(answer.body).to.include({ status: 400, code: 'INVALID_REQUEST' });
    expect(answer.body.detail.fields.toSorted((a, b) => (a.path < b.path ? -1 : 1))).to.deep.equal([
      { path: 'email', message: '이메일 주소를 확인해 주세요.' },
      { path: 'nickname', message: '글자로 보내 주세요.' },
      { path: 'password', message: '꼭 필요한 항목이에요.' },
      { path: 'role', message: '알 수 없는 항목이에요.' },
    ]);
  });

  it('takes only so many from one address where limits are strict', async () => {
    const address = `10.1.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`;
    const strict = await startApi(() => ({}), { RATE_LIMITS: 'strict' });
    try {
      let answer = await strict.call('POST', '/users', { body: {} });
      // The form is looked at first, so what is counted must be well formed.
      expect(answer.status).to.equal(400);
      for (let tries = 0; tries < 30 && answer.status !== 429; tries += 1) {
        answer = await strict.call('POST', '/users', {
          body: newPerson(),
          headers: { 'x-forwarded-for': address },
        });
      }
      expect(answer.body.code).to.equal('RATE_LIMITED');
      expect(Number(answer.headers.get('retry-after'))).to.be.within(1, 3600);
    } finally {
      await strict.end();
    }
  });
});
