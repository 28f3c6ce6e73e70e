import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { PASSWORD_RESET_MS } from '@sagopalgo/core/contracts/passwords.ts';
import { followResetAsks } from '@sagopalgo/core/accounts/follow-reset-asks.ts';
import { passwordResetAsks, passwordResets } from '@sagopalgo/core/mysql/account-schema.ts';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { payoutAccounts } from '@sagopalgo/core/mysql/till-schema.ts';
import { signInLinks } from '@sagopalgo/core/mysql/sign-in-schema.ts';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import { cookieHeader, newPerson, PAGE_ORIGIN, startApiAlone } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { tokenSentTo } from '../testing/sent-tokens.ts';

/** A link of then is taken for one that was just sent. */
const LATELY_MS = 10 * 60_000;
const NEW_PASSWORD = 'another good password';

describe('setting a new password by a link', () => {
  let api: ApiUnderTest;
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  // Alone: what was asked for is followed here, and nowhere else.
  before(async () => {
    api = await startApiAlone(() => ({ now }));
  });
  after(() => api.end());
  afterEach(() => {
    aheadMs = 0;
  });

  const ask = (email: string, from = '127.0.0.1') =>
    api.call('POST', '/password-resets', { body: { email }, headers: { 'x-forwarded-for': from } });
  const follow = () => followResetAsks({ db: api.deps.db, now });
  const reset = (token: string, password = NEW_PASSWORD, headers = {}) =>
    api.call('POST', '/password-resets/use', { body: { token, password }, headers });
  const codeOf = async (token: string) => {
    const { status, body } = await reset(token);
    return status === 204 ? 204 : body.code;
  };
  const logIn = (email: string, password: string) =>
    api.call('POST', '/sessions', { body: { email, password } });

  async function signedUp() {
    const person = newPerson();
    const { body, cookies } = await api.call('POST', '/users', { body: person });
    return { ...person, userId: body.user.userId, cookie: cookieHeader(cookies) };
  }
  async function sent() {
    const person = await signedUp();
    await ask(person.email);
    await follow();
    return { person, token: await tokenSentTo(api.deps, person.userId) };
  }
  const resetMails = () =>
    api.deps.db.select().from(mailOutbox).where(eq(mailOutbox.kind, 'password-reset'));

  it('is promised by mail, with 256 random bits of which the record keeps a hash alone', async () => {
    const { person, token } = await sent();
    const [mail] = (await resetMails()).filter(({ userId }) => userId === person.userId);
    expect(mail).to.include({ recipient: person.email });
    expect(mail?.text).to.contain(`${PAGE_ORIGIN}/reset-password#token=${token}`);
    expect(mail?.html).not.to.contain(person.nickname);
    expect(Buffer.from(token, 'base64url')).to.have.length(32);
    const own = eq(passwordResets.userId, person.userId);
    const [row] = await api.deps.db.select().from(passwordResets).where(own);
    expect(row?.tokenHash).to.equal(sha256Hex(token));
    expect(JSON.stringify(api.log.events)).not.to.contain(token);
  });

  it('ends what the account was signed in by, takes the new password and not the old one', async () => {
    const { person, token } = await sent();
    const { email, password } = person;
    const program = await api.call('POST', '/tokens', { body: { email, password } });
    expect(await codeOf(token)).to.equal(204);
    const me = (sent: object) => api.call('GET', '/users/me', sent);
    expect((await me({ headers: { cookie: person.cookie } })).body.code).to.equal(
      'UNAUTHENTICATED',
    );
    expect((await me({ token: program.body.accessToken })).body.code).to.equal('UNAUTHENTICATED');
    expect((await logIn(email, password)).body.code).to.equal('WRONG_CREDENTIALS');
    expect((await logIn(email, NEW_PASSWORD)).status).to.equal(201);
    const credentials = { email, password: NEW_PASSWORD };
    const { body } = await api.call('POST', '/tokens', { body: credentials });
    // At once, in the second in which the older ones were spent.
    const own = await me({ token: body.accessToken });
    expect(own.body).to.include({ email, emailVerified: true });
  });

  it('has the browser forget who was signed in, where it was the same person', async () => {
    const own = await sent();
    const answer = await reset(own.token, NEW_PASSWORD, { cookie: own.person.cookie });
    expect(answer.cookies.get('access_3000')).to.equal('');
    const another = await sent();
    const other = await signedUp();
    const kept = await reset(another.token, NEW_PASSWORD, { cookie: other.cookie });
    expect(kept.status).to.equal(204);
    expect(kept.cookies.size).to.equal(0);
  });

  it('answers alike whether or not anybody has the address, and writes the same for both', async () => {
    const { email } = await signedUp();
    const known = await ask(email);
    const unknown = await ask(newPerson().email);
    for (const { status, body } of [known, unknown]) {
      expect({ status, body }).to.deep.equal({
        status: 202,
        body: { goodForMs: PASSWORD_RESET_MS },
      });
    }
    // Nothing is looked up before the answer: one row each, and no mail yet.
    const asks = await api.deps.db.select().from(passwordResetAsks);
    expect(asks.filter((row) => row.email === email)).to.have.length(1);
    expect(asks).to.have.length(2);
    expect(await follow()).to.equal(1);
    expect(await api.deps.db.$count(passwordResetAsks)).to.equal(0);
  });

  it('promises one mail for an ask, however many follow it at once', async () => {
    const person = await signedUp();
    await ask(person.email);
    const followed = await Promise.all([follow(), follow(), follow()]);
    expect(followed.toSorted()).to.deep.equal([0, 0, 1]);
    const own = (await resetMails()).filter(({ userId }) => userId === person.userId);
    expect(own).to.have.length(1);
  });

  it('leaves what was asked for too long ago', async () => {
    const person = await signedUp();
    await ask(person.email);
    aheadMs = PASSWORD_RESET_MS;
    expect(await follow()).to.equal(0);
    expect(await api.deps.db.$count(passwordResetAsks)).to.equal(0);
  });

  it('is good once, also where several follow it at once', async () => {
    const { token } = await sent();
    const outcomes = await Promise.all([codeOf(token), codeOf(token), codeOf(token)]);
    expect(outcomes.filter((outcome) => outcome === 204)).to.have.length(1);
    expect(await codeOf(token)).to.equal('PASSWORD_RESET_INVALID');
  });

  it('is good up to its last millisecond', async () => {
    const { token } = await sent();
    aheadMs = PASSWORD_RESET_MS;
    expect(await codeOf(token)).to.equal('PASSWORD_RESET_INVALID');
    aheadMs = PASSWORD_RESET_MS - 10_000;
    expect(await codeOf(token)).to.equal(204);
  });

  const askAgain = async ({ person, token }: Awaited<ReturnType<typeof sent>>) => {
    aheadMs = LATELY_MS;
    await ask(person.email);
    await follow();
    const newest = await tokenSentTo(api.deps, person.userId);
    expect(newest).not.to.equal(token);
    return newest;
  };

  it('is not made useless by a newer one, which anybody could ask for', async () => {
    const older = await sent();
    const newest = await askAgain(older);
    expect(await codeOf(older.token)).to.equal(204);
    expect(await codeOf(newest)).to.equal('PASSWORD_RESET_INVALID');
  });

  it('is made useless by another password, and by another address', async () => {
    const { person, token } = await sent();
    const newest = await askAgain({ person, token });
    const passwords = { password: person.password, newPassword: NEW_PASSWORD };
    const headers = { cookie: person.cookie };
    const changed = await api.call('POST', '/users/me/password', { body: passwords, headers });
    expect(changed.status).to.equal(204);
    expect(await codeOf(newest)).to.equal('PASSWORD_RESET_INVALID');
    expect(await codeOf(token)).to.equal('PASSWORD_RESET_INVALID');
    const other = await sent();
    const email = `${other.person.userId}@other.test`;
    const own = eq(users.userId, other.person.userId);
    await api.deps.db.update(users).set({ email }).where(own);
    expect(await codeOf(other.token)).to.equal('PASSWORD_RESET_INVALID');
  });

  it('lets nobody keep a way in that was linked before, nor where money goes', async () => {
    const { db } = api.deps;
    const ways = async (userId: string) =>
      await db.$count(signInLinks, eq(signInLinks.userId, userId));
    const holder = { bank: '88', accountNumber: '1', holderName: '누구', changedAtMs: 1 };
    for (const emailVerifiedAtMs of [null, 1]) {
      const { person, token } = await sent();
      const { userId } = person;
      await db.update(users).set({ emailVerifiedAtMs }).where(eq(users.userId, userId));
      const link = { provider: 'kakao' as const, subject: userId, linkedAtMs: 1 };
      await db.insert(signInLinks).values({ ...link, userId });
      await db.insert(payoutAccounts).values({ ...holder, userId });
      expect(await codeOf(token)).to.equal(204);
      expect(await ways(userId)).to.equal(0);
      const isTheirs = eq(payoutAccounts.userId, userId);
      expect(await db.$count(payoutAccounts, isTheirs)).to.equal(0);
    }
  });

  it('refuses tokens that nobody was sent, and passwords that nobody should have', async () => {
    for (const token of ['', 'x', 'A'.repeat(43), '\u0000', 'ㄱ'.repeat(200)]) {
      expect(await codeOf(token)).to.equal('PASSWORD_RESET_INVALID');
    }
    const { token } = await sent();
    expect((await reset(token, 'short')).body.code).to.equal('INVALID_REQUEST');
    expect(await codeOf(token)).to.equal(204);
  });

  it('is asked for five times an hour from an address, whether anybody has it', async () => {
    for (const email of [newPerson().email, (await signedUp()).email]) {
      let answer = await ask(email);
      for (let tries = 1; tries < 6; tries += 1) {
        expect(answer.status).to.equal(202);
        answer = await ask(email);
      }
      expect(answer.body).to.include({ status: 429, code: 'RATE_LIMITED' });
    }
  });

  it('is its owner’s to ask for, however many strangers have asked by the address', async () => {
    const { email, userId } = await signedUp();
    const mails = async () =>
      (await resetMails()).filter((mail) => mail.userId === userId && mail.fault === null);
    for (let strangers = 1; strangers <= 20; strangers += 1) {
      expect((await ask(email, `198.51.100.${strangers}`)).status).to.equal(202);
      await follow();
    }
    // One link, which is good for whoever reads the mailbox.
    expect(await mails()).to.have.length(1);
    expect((await ask(email, '203.0.113.1')).status).to.equal(202);
    expect(await follow()).to.equal(0);
    const first = await tokenSentTo(api.deps, userId);
    aheadMs = LATELY_MS;
    await ask(email, '203.0.113.1');
    expect(await follow()).to.equal(1);
    const second = await tokenSentTo(api.deps, userId);
    expect(await codeOf(first)).to.equal(204);
    expect(await codeOf(second), 'what is used ends the others').to.equal('PASSWORD_RESET_INVALID');
    // Where it was used, the next one comes at once.
    await ask(email, '203.0.113.1');
    expect(await follow()).to.equal(1);
  });
});
