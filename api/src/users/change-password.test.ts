import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { cookieHeader, newPerson, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

const NEW_PASSWORD = 'another good password';

describe('changing one’s password', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startApi();
  });
  after(() => api.end());

  async function signedUp() {
    const person = newPerson();
    const { body, cookies } = await api.call('POST', '/users', { body: person });
    return { ...person, userId: body.user.userId, cookie: cookieHeader(cookies) };
  }
  const change = (cookie: string, password: string, newPassword = NEW_PASSWORD) =>
    api.call('POST', '/users/me/password', {
      body: { password, newPassword },
      headers: { cookie },
    });
  const statusBy = async (sent: object) => (await api.call('GET', '/users/me', sent)).status;

  it('asks for the old one, and ends every other signing-in', async () => {
    const { email, password, cookie } = await signedUp();
    const credentials = { email, password };
    const elsewhere = await api.call('POST', '/sessions', { body: credentials });
    const { body } = await api.call('POST', '/tokens', { body: credentials });
    const program = { token: body.accessToken };
    expect(await statusBy(program)).to.equal(200);
    expect((await change(cookie, password)).status).to.equal(204);
    expect(await statusBy({ headers: { cookie } })).to.equal(200);
    expect(await statusBy({ headers: { cookie: cookieHeader(elsewhere.cookies) } })).to.equal(401);
    expect(await statusBy(program)).to.equal(401);
    const old = await api.call('POST', '/sessions', { body: credentials });
    expect(old.body.code).to.equal('WRONG_CREDENTIALS');
  });

  it('refuses a wrong one, and after ten of them even the right one', async () => {
    const { password, cookie } = await signedUp();
    for (let tries = 0; tries < 10; tries += 1) {
      expect((await change(cookie, `wrong ${tries}`)).body).to.include({
        status: 403,
        code: 'WRONG_PASSWORD',
      });
    }
    expect((await change(cookie, password)).body.code).to.equal('RATE_LIMITED');
  });

  it('is done by one of two that change it at once', async () => {
    const { password, cookie } = await signedUp();
    const answers = await Promise.all([
      change(cookie, password, `${NEW_PASSWORD} 1`),
      change(cookie, password, `${NEW_PASSWORD} 2`),
    ]);
    const outcomes = answers.map(({ status }) => status);
    expect(outcomes).to.have.members([204, 403]);
  });

  it('says where to make one for those who have none', async () => {
    const { userId, password, cookie } = await signedUp();
    const none = { passwordHash: null };
    await api.deps.db.update(users).set(none).where(eq(users.userId, userId));
    expect((await change(cookie, password)).body).to.include({ status: 409, code: 'NO_PASSWORD' });
  });

  it('names the new one as the field where others would guess it', async () => {
    const strict = await startApi(({ settings }) => ({
      settings: { ...settings, deployment: 'production' },
    }));
    try {
      const person = newPerson();
      await strict.call('POST', '/users', { body: person });
      const { body } = await strict.call('POST', '/tokens', { body: credentialsOf(person) });
      const passwords = { password: person.password, newPassword: 'password1' };
      const sent = { token: body.accessToken, body: passwords };
      const answer = await strict.call('POST', '/users/me/password', sent);
      expect(answer.body.detail.fields.map(({ path }) => path)).to.deep.equal(['newPassword']);
    } finally {
      await strict.end();
    }
  });
});

function credentialsOf({ email, password }: { email: string; password: string }) {
  return { email, password };
}
