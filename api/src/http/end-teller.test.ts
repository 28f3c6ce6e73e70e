import { expect } from 'chai';
import { findEnded, readEndMarks } from '@sagopalgo/core/redis/ended-families.ts';
import { ENDED_LOADED_KEY, endedKey, spentTokensKey } from '@sagopalgo/core/redis/keys.ts';
import { verifyAccessToken } from '@sagopalgo/core/runtime/token.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { cookieHeader, newPerson, PAGE_ORIGIN, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { createEndTeller } from './end-teller.ts';

const AWAY = new Error('Connection is closed.');

describe('telling Redis what has ended', () => {
  let api: ApiUnderTest;
  let openPipeline: ApiUnderTest['deps']['redis']['pipeline'];
  /** What Redis takes no word of; whatever else is asked of it, it answers. */
  let lost: readonly string[] = [];
  before(async () => {
    api = await startApi();
    const { redis } = api.deps;
    openPipeline = redis.pipeline.bind(redis);
    const refuseLost = (key: string) => {
      if (lost.includes(key)) throw AWAY;
    };
    Object.assign(redis, { pipeline: overheard(refuseLost) });
  });
  afterEach(() => {
    lost = [];
  });
  after(() => api.end());

  async function signIn(path: '/users' | '/sessions', person = newPerson()) {
    const { email, password } = person;
    const body = path === '/users' ? person : { email, password };
    const { cookies, body: told } = await api.call('POST', path, { body });
    const cookie = cookieHeader(cookies);
    const access = verifyAccessToken(
      ...([api.deps.accessKey, cookies.get('access_3000') ?? '', Date.now()] as const),
    );
    return { person, cookie, userId: told.user.userId, familyId: access?.familyId ?? '' };
  }
  type SignedIn = Awaited<ReturnType<typeof signIn>>;

  const seenBy = async ({ cookie }: SignedIn) => {
    const headers = { cookie, origin: PAGE_ORIGIN };
    return (await api.call('GET', '/users/me', { headers })).status;
  };
  const changePassword = ({ cookie, person: { password } }: SignedIn) =>
    api.call('POST', '/users/me/password', {
      body: { password, newPassword: 'another good one' },
      headers: { cookie, origin: PAGE_ORIGIN },
    });

  /** Pipelines as they are, of which `onSet` hears each key that is to be written. */
  function overheard(onSet: (key: string) => void) {
    return () => {
      const pipeline = openPipeline();
      const set = pipeline.set.bind(pipeline) as (...sent: unknown[]) => typeof pipeline;
      const heard = (...sent: unknown[]) => {
        onSet(String(sent[0]));
        return set(...sent);
      };
      return Object.assign(pipeline, { set: heard });
    };
  }

  it('is made up for where Redis was away between the commit and the word', async () => {
    const here = await signIn('/users');
    const there = await signIn('/sessions', here.person);
    const { email, password } = here.person;
    const program = await api.call('POST', '/tokens', { body: { email, password } });
    lost = [endedKey(there.familyId), spentTokensKey(here.userId)];
    // It is done, whoever could be told.
    expect((await changePassword(here)).status).to.equal(204);
    expect(api.log.events.map(({ event }) => event)).to.include('session.end-not-told');
    lost = [];
    await eventually(async () => (await seenBy(there)) === 401);
    expect(await seenBy(here)).to.equal(200);
    const { values } = await readEndMarks(api.deps.redis, [spentTokensKey(here.userId)]);
    expect(Number(values[0])).to.be.greaterThan(0);
    const token = program.body.accessToken;
    expect((await api.call('GET', '/users/me', { token })).status).to.equal(401);
  });

  it('is made up for where the process was gone, or a replica took over without it, for two minutes', async () => {
    const here = await signIn('/users');
    const key = endedKey(here.familyId);
    lost = [key];
    const headers = { cookie: here.cookie, origin: PAGE_ORIGIN };
    expect((await api.call('DELETE', '/sessions', { headers })).status).to.equal(204);
    const written: string[] = [];
    const redis = Object.assign(Object.create(api.deps.redis) as typeof api.deps.redis, {
      pipeline: overheard((each) => written.push(each)),
    });
    const times = () => written.filter((each) => each === key).length;
    let nowMs = Date.now();
    const teller = createEndTeller({ ...api.deps, redis, now: () => nowMs });
    await teller.look();
    expect(await redis.exists(key)).to.equal(1);
    // All else that Redis had is there.
    await redis.del(key);
    nowMs += 119_000;
    await teller.look();
    expect(await redis.exists(key)).to.equal(1);
    for (const aheadMs of [2_000, 1_000]) {
      nowMs += aheadMs;
      await teller.look();
    }
    expect(times()).to.equal(3);
    await createEndTeller({ ...api.deps, redis, now: () => nowMs }).look();
    expect(times()).to.equal(4);
  });

  it('is all of the last hour where Redis was emptied', async () => {
    const here = await signIn('/users');
    const { redis } = api.deps;
    await api.call('DELETE', '/sessions', { headers: { cookie: here.cookie } });
    await redis.del(ENDED_LOADED_KEY, endedKey(here.familyId));
    await createEndTeller({ ...api.deps, now: Date.now }).look();
    const { ended, isComplete } = await findEnded(redis, [here.familyId]);
    expect([ended.size, isComplete]).to.deep.equal([1, true]);
  });

  it('waits while the record does not answer, and says so once', async () => {
    const { log } = api;
    const db = {
      select: () => {
        throw AWAY;
      },
    } as never;
    const teller = createEndTeller({ ...api.deps, db, now: Date.now });
    for (let looks = 0; looks < 3; looks += 1) await teller.look();
    const told = log.events.filter(({ event }) => event === 'ends.not-told');
    expect(told.length).to.be.within(1, 2);
  });
});
