import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import type { Consent } from '@sagopalgo/core/contracts/consents.ts';
import { consentEvents } from '@sagopalgo/core/mysql/account-schema.ts';
import type { DocumentVersion } from '@sagopalgo/core/rules/consent-documents.ts';
import {
  addPersonWithToken,
  cookieHeader,
  newPerson,
  startApi,
} from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

const DAY_MS = 86_400_000;

describe('what people agree to', () => {
  let api: ApiUnderTest;
  let aheadMs = 0;
  const wordings: DocumentVersion[] = [
    { document: 'terms', version: 'one', inForceFromMs: 0 },
    { document: 'terms', version: 'two', inForceFromMs: Date.now() + DAY_MS },
    { document: 'privacy', version: 'one', inForceFromMs: 0 },
    { document: 'marketing', version: 'one', inForceFromMs: 0 },
  ];
  before(async () => {
    api = await startApi(({ settings }) => ({
      settings: { ...settings, documents: wordings },
      now: () => Date.now() + aheadMs,
    }));
  });
  after(() => api.end());
  afterEach(() => {
    aheadMs = 0;
  });

  const say = (token: string, document: string, version: string, isGiven: boolean) =>
    api.call('POST', '/users/me/consents', { token, body: { document, version, isGiven } });
  const due = async (token: string) => {
    const { body } = await api.call('GET', '/users/me/consents', { token });
    const items = body.items as unknown as { document: string; isDue: boolean }[];
    return items.filter(({ isDue }) => isDue).map(({ document }) => document);
  };
  const eventsOf = (userId: string) =>
    api.deps.db.select().from(consentEvents).where(eq(consentEvents.userId, userId));

  it('is written with wording and moment as they sign up, in the same step', async () => {
    const consents = { terms: 'one', privacy: 'one', marketing: 'one' };
    const answer = await api.call('POST', '/users', { body: { ...newPerson(), consents } });
    expect(answer.status).to.equal(201);
    const rows = await eventsOf(answer.body.user.userId);
    expect(rows.map(({ document, version }) => [document, version])).to.deep.equal([
      ['terms', 'one'],
      ['privacy', 'one'],
      ['marketing', 'one'],
    ]);
    for (const { happenedAtMs } of rows) expect(Date.now() - happenedAtMs).to.be.within(0, 60_000);
  });

  it('makes no account by another wording than the one in force', async () => {
    const person = newPerson();
    const consents = { terms: 'two', privacy: 'one' };
    const answer = await api.call('POST', '/users', { body: { ...person, consents } });
    expect(answer.body).to.include({ status: 409, code: 'CONSENT_OUTDATED' });
    expect(answer.body.detail).to.deep.equal({ document: 'terms', version: 'one' });
    expect((await api.call('POST', '/users', { body: person })).status).to.equal(201);
  });

  it('is asked for where nothing was said, and asked anew once another wording is in force', async () => {
    const { token } = await addPersonWithToken(api.deps);
    expect(await due(token)).to.deep.equal(['terms', 'privacy']);
    await say(token, 'terms', 'one', true);
    await say(token, 'privacy', 'one', true);
    expect(await due(token)).to.deep.equal([]);
    const { accessToken } = await aDayLater();
    expect(await due(accessToken)).to.deep.equal(['terms', 'privacy']);
    expect((await say(accessToken, 'terms', 'one', true)).body.code).to.equal('CONSENT_OUTDATED');
    await say(accessToken, 'terms', 'two', true);
    expect(await due(accessToken)).to.deep.equal(['privacy']);
  });

  async function aDayLater(): Promise<{ accessToken: string }> {
    aheadMs = DAY_MS + 1_000;
    const person = newPerson();
    await api.call('POST', '/users', { body: person });
    const { email, password } = person;
    const { body } = await api.call('POST', '/tokens', { body: { email, password } });
    return body;
  }

  it('is asked for anew at the sign-in of whoever agreed to the wording before', async () => {
    const person = newPerson();
    const consents = { terms: 'one', privacy: 'one' };
    const { email, password } = person;
    await api.call('POST', '/users', { body: { ...person, consents } });
    const signIn = async () => {
      const answer = await api.call('POST', '/sessions', { body: { email, password } });
      return { headers: { cookie: cookieHeader(answer.cookies) } };
    };
    const items = async (sent: object) =>
      (await api.call('GET', '/users/me/consents', sent)).body.items as unknown as Consent[];
    expect((await items(await signIn())).filter(({ isDue }) => isDue)).to.deep.equal([]);
    aheadMs = DAY_MS + 1_000;
    const due = (await items(await signIn())).filter(({ isDue }) => isDue);
    // With the wording that they agreed to, which stays to be read.
    expect(
      due.map(({ document, version, given }) => [document, version, given?.version]),
    ).to.deep.equal([['terms', 'two', 'one']]);
  });

  it('may be taken back where it is not required, and is kept as it was said each time', async () => {
    const { token, userId } = await addPersonWithToken(api.deps);
    await say(token, 'marketing', 'one', true);
    await say(token, 'marketing', 'one', true);
    expect((await say(token, 'marketing', 'one', false)).status).to.equal(200);
    const rows = await eventsOf(userId);
    expect(rows.map(({ isGiven }) => isGiven)).to.deep.equal([true, false]);
    await say(token, 'terms', 'one', true);
    const refused = await say(token, 'terms', 'one', false);
    expect(refused.body).to.include({ status: 409, code: 'CONSENT_REQUIRED' });
  });

  it('is one row where it is said several times at once', async () => {
    const { token, userId } = await addPersonWithToken(api.deps);
    const said = [1, 2, 3, 4].map(() => say(token, 'marketing', 'one', true));
    for (const { status } of await Promise.all(said)) expect(status).to.equal(200);
    expect(await eventsOf(userId)).to.have.length(1);
  });
});
