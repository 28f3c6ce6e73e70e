import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { operatorActions, sessionFamilies } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { PAGE_ORIGIN, cookieHeader, newPerson, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { REASON, testOperator } from '../testing/operator.ts';
import type { TestOperator } from '../testing/operator.ts';

describe('blocking a person', () => {
  let api: ApiUnderTest;
  let operator: TestOperator;
  before(async () => {
    api = await startApi();
    operator = await testOperator(api);
  });
  after(() => api.end());

  /** Somebody who has signed up in a browser and also has a token for programs. */
  async function signedIn() {
    const person = newPerson();
    const origin = { headers: { origin: PAGE_ORIGIN } };
    const signedUp = await api.call('POST', '/users', { body: person, ...origin });
    const { email, password } = person;
    const { body } = await api.call('POST', '/tokens', { body: { email, password } });
    const { accessToken: token, user } = body;
    return { userId: user.userId, token, person, cookie: cookieHeader(signedUp.cookies) };
  }
  type Somebody = Awaited<ReturnType<typeof signedIn>>;

  async function liveAuction(): Promise<string> {
    const { userId: sellerId } = operator;
    const row = await addAuction(api.deps.db, { sellerId });
    await openAuction(api.deps.redis, row);
    return row.auctionId;
  }
  const bid = (
    auctionId: string,
    { token }: Pick<Somebody, 'token'>,
    amountKrw: number,
    bidId: string = randomUUID(),
  ) => {
    const body = { bidId, kind: 'exact', amountKrw, confirmed: true };
    return api.call('POST', `/auctions/${auctionId}/bids`, { token, body });
  };
  const signIn = (path: string, { person: { email, password } }: Somebody, isBrowser: boolean) =>
    api.call('POST', path, {
      body: { email, password },
      ...(isBrowser && { headers: { origin: PAGE_ORIGIN } }),
    });

  it('puts them out at once, however they were signed in, and lets them in no more', async () => {
    const somebody = await signedIn();
    const auctionId = await liveAuction();
    const entry = await operator.done(`/users/${somebody.userId}/block`);
    expect(entry).to.include({ kind: 'block', state: 'done', userId: somebody.userId });
    expect(entry.name).to.equal(somebody.person.nickname);
    const cookied = { headers: { cookie: somebody.cookie, origin: PAGE_ORIGIN } };
    const answers = await Promise.all([
      bid(auctionId, somebody, 1_000),
      api.call('GET', '/users/me', { token: somebody.token }),
      api.call('GET', '/users/me', cookied),
      api.call('POST', '/events/tickets', { ...cookied, body: {} }),
      api.call('POST', '/auctions', { token: somebody.token, body: {} }),
      signIn('/sessions', somebody, true),
      signIn('/tokens', somebody, false),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).to.deep.equal(
      answers.map(() => [403, 'ACCOUNT_BLOCKED']),
    );
    const refreshed = await api.call('POST', '/sessions/refresh', cookied);
    expect(refreshed.body.code).to.equal('SESSION_ENDED');
    // Where anybody may look, they are one of many.
    const looked = await api.call('GET', `/auctions/${auctionId}`, { token: somebody.token });
    expect([looked.status, looked.body.watched]).to.deep.equal([200, undefined]);
  });

  it('tells nobody who does not know the password', async () => {
    const somebody = await signedIn();
    await operator.done(`/users/${somebody.userId}/block`);
    somebody.person.password = 'another password';
    expect((await signIn('/tokens', somebody, false)).body.code).to.equal('WRONG_CREDENTIALS');
  });

  it('leaves what they have bid where it stands', async () => {
    const [somebody, other] = [await signedIn(), await signedIn()];
    const auctionId = await liveAuction();
    await bid(auctionId, other, 1_000);
    expect((await bid(auctionId, somebody, 2_000)).body.outcome).to.equal('leading');
    await operator.done(`/users/${somebody.userId}/block`);
    const { states } = await readLive(api.deps.redis, [auctionId]);
    expect(states.get(auctionId)).to.include({ leaderId: somebody.userId, priceKrw: 2_000 });
    expect((await bid(auctionId, other, 3_000)).body.outcome).to.equal('leading');
  });

  it('refuses a bid that was taken before and is sent again, until they are let in: that comes first', async () => {
    const somebody = await signedIn();
    const auctionId = await liveAuction();
    const bidId = randomUUID();
    const taken = await bid(auctionId, somebody, 1_000, bidId);
    expect(taken.status).to.equal(201);
    await operator.done(`/users/${somebody.userId}/block`);
    const { status, body } = await bid(auctionId, somebody, 1_000, bidId);
    expect([status, body.code]).to.deep.equal([403, 'ACCOUNT_BLOCKED']);
    await operator.done(`/users/${somebody.userId}/unblock`);
    const { accessToken: token } = (await signIn('/tokens', somebody, false)).body;
    const again = await bid(auctionId, { token }, 1_000, bidId);
    expect([again.status, again.body]).to.deep.equal([201, taken.body]);
  });

  it('holds for a sign-in that began before and came to its end after', async () => {
    const somebody = await signedIn();
    await operator.done(`/users/${somebody.userId}/block`);
    // As if it had read who this is a moment before the block.
    await api.deps.db
      .update(sessionFamilies)
      .set({ endedAtMs: null })
      .where(eq(sessionFamilies.userId, somebody.userId));
    const cookied = { headers: { cookie: somebody.cookie, origin: PAGE_ORIGIN } };
    expect((await api.call('GET', '/users/me', cookied)).body.code).to.equal('ACCOUNT_BLOCKED');
    const refreshed = await api.call('POST', '/sessions/refresh', cookied);
    expect(refreshed.body.code).to.equal('SESSION_ENDED');
  });

  it('is undone by unblocking, after which they sign in anew', async () => {
    const somebody = await signedIn();
    await operator.done(`/users/${somebody.userId}/block`);
    expect(await operator.done(`/users/${somebody.userId}/unblock`)).to.include({
      kind: 'unblock',
    });
    expect((await signIn('/sessions', somebody, true)).status).to.equal(201);
    const { accessToken: token } = (await signIn('/tokens', somebody, false)).body;
    const { body } = await api.call('GET', '/users/me', { token });
    expect(body.email).to.equal(somebody.person.email);
    const cookied = { headers: { cookie: somebody.cookie, origin: PAGE_ORIGIN } };
    for (const before of [cookied, { token: somebody.token }]) {
      expect((await api.call('GET', '/users/me', before)).body.code).to.equal('UNAUTHENTICATED');
    }
  });

  it('is done once, however many do it at once, and kept once with who and why', async () => {
    const { userId } = await signedIn();
    const answers = await Promise.all([1, 2, 3].map(() => operator.act(`/users/${userId}/block`)));
    const codes = answers.map(({ body }) => body.code).filter(Boolean);
    expect(codes).to.deep.equal(['ALREADY_SO', 'ALREADY_SO']);
    const isOf = eq(operatorActions.userId, userId);
    const kept = await api.deps.db.select().from(operatorActions).where(isOf);
    expect(kept).to.have.length(1);
    expect(kept[0]).to.include({ action: 'block', operatorId: operator.userId, reason: REASON });
  });

  it('is not done to operators, themselves among them, nor to nobody', async () => {
    const other = await testOperator(api);
    for (const userId of [other.userId, operator.userId]) {
      const { body } = await operator.act(`/users/${userId}/block`);
      expect(body.code).to.equal('IS_OPERATOR');
    }
    const { userId } = await signedIn();
    expect((await operator.act(`/users/${userId}/unblock`)).body.code).to.equal('ALREADY_SO');
    for (const deed of ['block', 'unblock']) {
      expect((await operator.act(`/users/nobody/${deed}`)).body.code).to.equal('NOT_FOUND');
    }
  });

  it('finds people by their whole nickname or address, in any case, and keeps who looked', async () => {
    const { userId, person } = await signedIn();
    for (const q of [person.email.toUpperCase(), person.nickname.toUpperCase()]) {
      const { body } = await operator.look(`/users?q=${encodeURIComponent(q)}`);
      expect(body.items.map((item) => item.user ?? item)).to.have.length(1);
      expect(body.items[0]).to.deep.include({ userId, email: person.email, blockedAtMs: null });
    }
    const half = await operator.look(`/users?q=${person.nickname.slice(0, 9)}`);
    expect(half.body.items).to.deep.equal([]);
    expect(api.log.events).to.deep.include({
      event: 'people.sought',
      facts: { operatorId: operator.userId, userIds: [userId] },
    });
  });
});
