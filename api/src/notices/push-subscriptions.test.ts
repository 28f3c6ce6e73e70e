import { expect } from 'chai';
import { asc, eq } from 'drizzle-orm';
import { subscribeToPush } from '@sagopalgo/core/contracts/notices.ts';
import { notices, pushes, pushSubscriptions } from '@sagopalgo/core/mysql/notice-schema.ts';
import { putNotice } from '@sagopalgo/core/notices/put-notice.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

const PATH = '/users/me/push-subscriptions';
const KEYS = { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) };

describe('a browser that is to be pushed to', () => {
  let api: ApiUnderTest;
  let person: { userId: string; token: string };
  before(async () => {
    api = await startApi();
  });
  beforeEach(async () => {
    person = await addPersonWithToken(api.deps);
  });
  after(() => api.end());

  let made = 0;
  const endpointOf = (name: string) => `https://push.example.com/${person.userId}/${name}`;
  const subscribe = (given: object = {}, { token } = person) => {
    made += 1;
    const body = { endpoint: endpointOf(String(made)), ...KEYS, ...given };
    return api.call('POST', PATH, { token, body });
  };
  const ofPerson = ({ userId } = person) =>
    api.deps.db
      .select()
      .from(pushSubscriptions)
      .where(eq(pushSubscriptions.userId, userId))
      .orderBy(asc(pushSubscriptions.createdAtMs));

  it('is kept once, however often it subscribes, also twice at once', async () => {
    const endpoint = endpointOf('one');
    const answers = await Promise.all([subscribe({ endpoint }), subscribe({ endpoint })]);
    expect(answers.map(({ status }) => status)).to.deep.equal([201, 201]);
    await subscribe({ endpoint, auth: `${'C'.repeat(22)}==` });
    const rows = await ofPerson();
    expect(rows).to.have.length(1);
    expect(rows[0]).to.include({ endpoint, auth: 'C'.repeat(22), failures: 0 });
  });

  it('is the next person’s who signs in on it', async () => {
    const endpoint = endpointOf('one');
    await subscribe({ endpoint });
    const next = await addPersonWithToken(api.deps);
    await subscribe({ endpoint }, next);
    expect(await ofPerson()).to.deep.equal([]);
    expect(await ofPerson(next)).to.have.length(1);
  });

  it('is not told what waits for whoever had it before', async () => {
    const { db } = api.deps;
    const endpoint = endpointOf('one');
    const { body } = await subscribe({ endpoint });
    const next = await addPersonWithToken(api.deps);
    const numbers = [];
    for (const { userId } of [person, next]) {
      await db.transaction((tx) => putNotice(tx, { userId, kind: 'paid', causeKey: 'one' }, 1));
      const [row] = await db.select().from(notices).where(eq(notices.userId, userId));
      numbers.push(row?.number ?? 0);
    }
    const { subscriptionId } = subscribeToPush.reply.parse(body);
    const waiting = { subscriptionId, dueAtMs: 1 };
    await db.insert(pushes).values(
      numbers.map((noticeNumber) => ({
        ...{ ...waiting, noticeNumber, goodUntilMs: 9, createdAtMs: 1 },
      })),
    );
    await subscribe({ endpoint }, next);
    const left = await db
      .select()
      .from(pushes)
      .where(eq(pushes.subscriptionId, waiting.subscriptionId));
    expect(left.map(({ noticeNumber }) => noticeNumber)).to.deep.equal([numbers[1]]);
  });

  it('is forgotten when it is one too many, the oldest first', async () => {
    const { token } = person;
    for (let number = 0; number < 12; number += 1) {
      await subscribe();
      // Not all in the same millisecond.
      await api.deps.db
        .update(pushSubscriptions)
        .set({ createdAtMs: number })
        .where(eq(pushSubscriptions.endpoint, endpointOf(String(made))));
    }
    const rows = await ofPerson();
    expect(rows).to.have.length(10);
    expect(rows[0]?.createdAtMs).to.equal(2);
    const settings = await api.call('GET', '/users/me/notice-settings', { token });
    expect(settings.body).to.include({ pushBrowsers: 10 });
  });

  it('is unsubscribed by its own person alone', async () => {
    const endpoint = endpointOf('one');
    await subscribe({ endpoint });
    const other = await addPersonWithToken(api.deps);
    const unsubscribe = ({ token } = person) =>
      api.call('DELETE', PATH, { token, body: { endpoint } });
    expect((await unsubscribe(other)).status).to.equal(204);
    expect(await ofPerson()).to.have.length(1);
    expect((await unsubscribe()).status).to.equal(204);
    expect((await unsubscribe()).status).to.equal(204);
    expect(await ofPerson()).to.deep.equal([]);
  });

  it('is refused where our servers would be led inside, or its keys are none', async () => {
    for (const unfit of [
      ...['http://push.example.com/a', 'https://10.0.0.1/a', 'https://mysql/a', 'x', ''].map(
        (endpoint) => ({ endpoint }),
      ),
      { endpoint: 'http://169.254.169.254/latest/meta-data' },
      { endpoint: `https://push.example.com/${'a'.repeat(2_000)}` },
      { endpoint: null },
      { p256dh: 'short' },
      { auth: `${KEYS.auth}${KEYS.auth}` },
      { extra: true },
    ]) {
      const { body } = await subscribe(unfit);
      expect(body.code, JSON.stringify(unfit)).to.equal('INVALID_REQUEST');
    }
    expect(await ofPerson()).to.deep.equal([]);
  });

  it('may not be on our own machine but on the local start', async () => {
    const endpoint = 'http://127.0.0.1:9/push';
    expect((await subscribe({ endpoint })).status).to.equal(201);
    const settings = { ...api.deps.settings, deployment: 'production' as const };
    const abroad = await startApi(() => ({ settings }));
    const { token } = await addPersonWithToken(abroad.deps);
    const answer = await abroad.call('POST', PATH, { token, body: { endpoint, ...KEYS } });
    await abroad.end();
    expect(answer.body.code).to.equal('INVALID_REQUEST');
  });

  it('is refused where no pushes are sent', async () => {
    const settings = { ...api.deps.settings, pushKey: null };
    const mute = await startApi(() => ({ settings }));
    const { token } = await addPersonWithToken(mute.deps);
    const body = { endpoint: 'https://push.example.com/a', ...KEYS };
    const answer = await mute.call('POST', PATH, { token, body });
    await mute.end();
    expect(answer.body).to.include({ status: 409, code: 'PUSH_NOT_OFFERED' });
  });
});
