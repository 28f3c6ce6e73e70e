import { expect } from 'chai';
import { newPerson, PAGE_ORIGIN, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

const WRONG_PASSWORDS_MAX = 10;

describe('logging in', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startApi();
  });
  after(() => api.end());

  async function signUp() {
    const person = newPerson();
    await api.call('POST', '/users', { body: person });
    return { email: person.email, password: person.password };
  }

  function logIn(body: unknown, address = '10.0.0.1') {
    return api.call('POST', '/sessions', { body, headers: { 'x-forwarded-for': address } });
  }

  it('takes the right password, whatever the case of the e-mail', async () => {
    const { email, password } = await signUp();
    const answer = await logIn({ email: email.toUpperCase(), password });
    expect(answer.status).to.equal(201);
    expect(answer.body.user).to.include({ role: 'USER' });
    expect(answer.cookies.size).to.equal(2);
  });

  it('says the same of a wrong password and of an unknown e-mail', async () => {
    const { email } = await signUp();
    const wrong = await logIn({ email, password: 'not this one' });
    const unknown = await logIn({ email: newPerson().email, password: 'not this one' });
    for (const { status, body } of [wrong, unknown]) {
      expect(status).to.equal(401);
      expect(body).to.deep.include({ code: 'WRONG_CREDENTIALS', detail: {} });
    }
    expect(wrong.cookies.size).to.equal(0);
  });

  it('refuses even the right password after ten wrong ones, but only from that address', async () => {
    const { email, password } = await signUp();
    for (let tries = 0; tries < WRONG_PASSWORDS_MAX; tries += 1) {
      const wrong = await logIn({ email, password: `wrong ${tries}` });
      expect(wrong.body.code).to.equal('WRONG_CREDENTIALS');
    }
    const locked = await logIn({ email, password });
    expect(locked.body).to.include({ status: 429, code: 'RATE_LIMITED' });
    expect(Number(locked.headers.get('retry-after'))).to.be.within(1, 900);
    expect((await logIn({ email, password }, '10.0.0.2')).status).to.equal(201);
  });

  it('does not let a volley of guesses pass the limit', async () => {
    const { email } = await signUp();
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, guess) => logIn({ email, password: `guess ${guess}` })),
    );
    const guessed = answers.filter(({ status }) => status === 401);
    expect(guessed.length).to.be.within(WRONG_PASSWORDS_MAX, WRONG_PASSWORDS_MAX + 1);
  });

  it('does not count right passwords', async () => {
    const credentials = await signUp();
    for (let tries = 0; tries < WRONG_PASSWORDS_MAX + 2; tries += 1) {
      expect((await logIn(credentials)).status).to.equal(201);
    }
  });

  it('gives programs a token to send, and no cookies', async () => {
    const credentials = await signUp();
    const { status, body, cookies } = await api.call('POST', '/tokens', { body: credentials });
    expect(status).to.equal(201);
    expect(cookies.size).to.equal(0);
    expect(body.accessTokenExpiresAtMs - Date.now()).to.be.within(3_590_000, 3_600_000);
    const me = await api.call('GET', '/users/me', { token: body.accessToken });
    const account = { email: credentials.email, emailVerified: false, hasPassword: true };
    const shown = { picture: null, nicknameFromMs: null };
    expect(me.body).to.deep.equal({ ...body.user, ...account, ...shown });
  });

  it('gives a page no token, not even its own page', async () => {
    const sent = { body: await signUp(), headers: { origin: PAGE_ORIGIN } };
    const answer = await api.call('POST', '/tokens', sent);
    expect(answer.body).to.include({ status: 403, code: 'ORIGIN_NOT_ALLOWED' });
    const wrong = { body: { email: newPerson().email, password: 'not this one' } };
    const refused = await api.call('POST', '/tokens', wrong);
    expect(refused.body.code).to.equal('WRONG_CREDENTIALS');
  });
});
