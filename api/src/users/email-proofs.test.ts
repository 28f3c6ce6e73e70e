import { and, eq, isNotNull } from 'drizzle-orm';
import { expect } from 'chai';
import { EMAIL_PROOF_MS } from '@sagopalgo/core/contracts/email-proofs.ts';
import { emailProofs, mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import { addPersonWithToken, newPerson, PAGE_ORIGIN, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { tokenSentTo } from '../testing/sent-tokens.ts';

describe('proving that an e-mail address is one’s own', () => {
  let api: ApiUnderTest;
  let aheadMs = 0;
  before(async () => {
    api = await startApi(() => ({ now: () => Date.now() + aheadMs }));
  });
  after(() => api.end());
  afterEach(() => {
    aheadMs = 0;
  });

  type Person = { userId: string; token: string };

  const request = ({ token }: Person) => api.call('POST', '/users/me/email-proofs', { token });
  const verify = (token: string) => api.call('POST', '/email-proofs/verify', { body: { token } });
  const codeOf = async (token: string) => {
    const { status, body } = await verify(token);
    return body.code ?? status;
  };
  const rowOf = async ({ userId }: Person) => {
    const [row] = await api.deps.db.select().from(users).where(eq(users.userId, userId));
    if (!row) throw new Error('nobody is there');
    return row;
  };
  const isVerified = async (person: Person) =>
    (await api.call('GET', '/users/me', { token: person.token })).body.emailVerified;
  const waitingMails = ({ userId }: Person) => {
    const isWaiting = isNotNull(mailOutbox.nextAttemptAtMs);
    const condition = and(eq(mailOutbox.userId, userId), isWaiting);
    return api.deps.db.select().from(mailOutbox).where(condition);
  };
  async function sent(): Promise<{ person: Person; token: string }> {
    const person = await addPersonWithToken(api.deps);
    expect((await request(person)).status).to.equal(202);
    return { person, token: await tokenSentTo(api.deps, person.userId) };
  }

  it('begins with the sign-up, whose mail is promised with the account', async () => {
    const asked = newPerson();
    const answer = await api.call('POST', '/users', { body: asked });
    expect(answer.status).to.equal(201);
    const { userId } = answer.body.user;
    const [mail, ...more] = await waitingMails({ userId, token: '' });
    expect(more).to.deep.equal([]);
    expect(mail).to.include({ recipient: asked.email, kind: 'email-proof', attempts: 0 });
    const token = await tokenSentTo(api.deps, userId);
    for (const words of [mail?.text, mail?.html]) {
      expect(words).to.contain(`${PAGE_ORIGIN}/verify-email#token=${token}`);
      // Nobody can have words of theirs sent to an address that may be anybody's.
      expect(words).not.to.contain(asked.nickname);
    }
    expect((await verify(token)).body.email).to.equal(asked.email);
  });

  it('is not done for another account than one is signed in to, and is for one’s own', async () => {
    const { person, token } = await sent();
    const other = await addPersonWithToken(api.deps);
    const verifyAs = (who: Person) =>
      api.call('POST', '/email-proofs/verify', { token: who.token, body: { token } });
    expect((await verifyAs(other)).body).to.include({
      status: 403,
      code: 'EMAIL_PROOF_OF_ANOTHER',
    });
    expect(await isVerified(person)).to.equal(false);
    expect((await verifyAs(person)).status).to.equal(200);
    expect(await isVerified(person)).to.equal(true);
  });

  it('promises neither account nor mail where the address is taken', async () => {
    const asked = newPerson();
    await api.call('POST', '/users', { body: asked });
    const again = await api.call('POST', '/users', {
      body: { ...newPerson(), email: asked.email },
    });
    expect(again.body.code).to.equal('EMAIL_TAKEN');
    const mails = eq(mailOutbox.recipient, asked.email);
    expect(await api.deps.db.$count(mailOutbox, mails)).to.equal(1);
  });

  it('is told of oneself, and done by whoever has the link, signed in or not', async () => {
    const { person, token } = await sent();
    expect(await isVerified(person)).to.equal(false);
    const { email } = await rowOf(person);
    const answer = await verify(token);
    expect(answer.status).to.equal(200);
    expect(answer.body).to.deep.equal({ email });
    expect(await isVerified(person)).to.equal(true);
  });

  it('sends 256 random bits, of which the record keeps a hash alone', async () => {
    const { person, token } = await sent();
    expect(Buffer.from(token, 'base64url')).to.have.length(32);
    const [proof] = await api.deps.db
      .select()
      .from(emailProofs)
      .where(eq(emailProofs.userId, person.userId));
    expect(proof?.tokenHash).to.equal(sha256Hex(token));
    expect(JSON.stringify(api.log.events)).not.to.contain(token);
  });

  it('says until when the link is good, which is a day', async () => {
    const person = await addPersonWithToken(api.deps);
    const before = Date.now();
    const { body } = await request(person);
    expect(Object.keys(body)).to.have.members(['email', 'expiresAtMs']);
    const { expiresAtMs } = body as unknown as { expiresAtMs: number };
    expect(expiresAtMs).to.be.within(before + EMAIL_PROOF_MS, Date.now() + EMAIL_PROOF_MS);
  });

  it('refuses to send a link for an address that is verified', async () => {
    const { person, token } = await sent();
    await verify(token);
    const answer = await request(person);
    expect(answer.body).to.include({ status: 409, code: 'EMAIL_ALREADY_VERIFIED' });
    expect(await waitingMails(person)).to.have.length(1);
  });

  it('refuses a token that nobody was sent', async () => {
    for (const token of ['', 'x', 'A'.repeat(43), '\u0000', 'ㄱ'.repeat(200)]) {
      expect((await verify(token)).body).to.include({ status: 409, code: 'EMAIL_PROOF_INVALID' });
    }
  });

  it('takes a link once, also where two follow it at once', async () => {
    const { person, token } = await sent();
    const outcomes = await Promise.all([codeOf(token), codeOf(token), codeOf(token)]);
    expect(outcomes.filter((outcome) => outcome === 'EMAIL_PROOF_INVALID')).to.have.length(2);
    expect(outcomes).to.include(200);
    expect(await codeOf(token)).to.equal('EMAIL_PROOF_INVALID');
    expect(await isVerified(person)).to.equal(true);
  });

  it('takes a link up to its last millisecond', async () => {
    const { person, token } = await sent();
    aheadMs = EMAIL_PROOF_MS;
    expect(await codeOf(token)).to.equal('EMAIL_PROOF_INVALID');
    aheadMs = EMAIL_PROOF_MS - 5_000;
    expect(await codeOf(token)).to.equal(200);
    expect((await rowOf(person)).emailVerifiedAtMs).to.be.a('number');
  });

  it('takes no link for another address than the account has by now', async () => {
    const { person, token } = await sent();
    const email = `${person.userId}@other.test`;
    await api.deps.db.update(users).set({ email }).where(eq(users.userId, person.userId));
    expect(await codeOf(token)).to.equal('EMAIL_PROOF_INVALID');
    expect(await isVerified(person)).to.equal(false);
  });

  it('keeps the moment at which it was verified first', async () => {
    const { person, token } = await sent();
    const { db } = api.deps;
    const at = { emailVerifiedAtMs: 5 };
    await db.update(users).set(at).where(eq(users.userId, person.userId));
    expect(await codeOf(token)).to.equal(200);
    expect((await rowOf(person)).emailVerifiedAtMs).to.equal(5);
  });

  it('makes older links useless by a new one, and sends no mail that would lead nowhere', async () => {
    const { person, token } = await sent();
    await request(person);
    const newest = await tokenSentTo(api.deps, person.userId);
    expect(newest).not.to.equal(token);
    expect(await waitingMails(person)).to.have.length(1);
    expect(await codeOf(token)).to.equal('EMAIL_PROOF_INVALID');
    expect(await codeOf(newest)).to.equal(200);
  });

  it('leaves one good link where several were asked for at once, by several people', async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => addPersonWithToken(api.deps)));
    const asked = people.flatMap((person) => [request(person), request(person), request(person)]);
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses).to.deep.equal(asked.map(() => 202));
    for (const person of people) {
      const condition = eq(emailProofs.userId, person.userId);
      expect(await api.deps.db.$count(emailProofs, condition)).to.equal(1);
      expect(await waitingMails(person)).to.have.length(1);
      expect(await codeOf(await tokenSentTo(api.deps, person.userId))).to.equal(200);
    }
  });

  it('is limited per person, who is told when to ask again', async () => {
    const person = await addPersonWithToken(api.deps);
    const other = await addPersonWithToken(api.deps);
    let answer = await request(person);
    for (let tries = 0; tries < 10 && answer.status === 202; tries += 1) {
      answer = await request(person);
    }
    expect(answer.body).to.include({ status: 429, code: 'RATE_LIMITED' });
    expect(Number(answer.headers.get('retry-after'))).to.be.within(1, 3_600);
    expect((await request(other)).status).to.equal(202);
  });

  it('is limited per address, links and tries alike, where limits are strict', async () => {
    const strict = await startApi(() => ({}), { RATE_LIMITS: 'strict' });
    const headers = { 'x-forwarded-for': `198.51.100.${Math.ceil(Math.random() * 254)}` };
    const limited = async (work: () => ReturnType<ApiUnderTest['call']>) => {
      let answer = await work();
      for (let tries = 0; tries < 100 && answer.status !== 429; tries += 1) answer = await work();
      expect(answer.body.code).to.equal('RATE_LIMITED');
      expect(Number(answer.headers.get('retry-after'))).to.be.within(1, 3_600);
    };
    try {
      const body = { token: 'unknown' };
      await limited(() => strict.call('POST', '/email-proofs/verify', { body, headers }));
      await limited(async () => {
        const { token } = await addPersonWithToken(strict.deps);
        return await strict.call('POST', '/users/me/email-proofs', { token, headers });
      });
    } finally {
      await strict.end();
    }
  });
});
