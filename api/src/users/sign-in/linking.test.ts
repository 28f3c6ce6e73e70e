import { expect } from 'chai';
import { eq, sql } from 'drizzle-orm';
import type { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import type { ProviderName as Name } from '@sagopalgo/core/rules/sign-in-providers.ts';
import { newLogin, openProviderScene, SCENE_PASSWORD, told } from '../../testing/provider-scene.ts';
import type { ProviderScene } from '../../testing/provider-scene.ts';
import { signInAt } from '../../testing/stand-in-browser.ts';
import { removeLink } from './links.ts';

const QUARTER_MS = 15 * 60_000;

describe('a provider’s word linked to an account', function linking() {
  this.timeout(30_000);
  let scene: ProviderScene;
  let aheadMs = 0;
  before(async () => {
    scene = await openProviderScene(() => Date.now() + aheadMs);
  });
  after(() => scene.end());
  afterEach(() => {
    aheadMs = 0;
  });

  const ways = async (cookie: string) =>
    told(await scene.api.call('GET', '/users/me/sign-in-ways', { headers: { cookie } }));
  async function link(provider: Name, login: string, cookie: string, as = cookie) {
    const begun = await scene.begin(provider, cookie);
    const query = await signInAt(begun.url, login);
    return await scene.finish(provider, query, `${as}; ${begun.cookie}`);
  }
  const unlink = (provider: Name, cookie: string, password: string | null = SCENE_PASSWORD) => {
    const path = `/users/me/sign-in-ways/${provider}/unlink`;
    return scene.api.call('POST', path, { body: { password }, headers: { cookie } });
  };

  it('signs in to it, until it is unlinked', async () => {
    const person = await scene.signedUp();
    const login = newLogin();
    expect(told(await link('kakao', login, person.cookie))).to.deep.equal({ outcome: 'linked' });
    const { answer } = await scene.come('kakao', login);
    expect(answer.body.user.userId).to.equal(person.userId);
    expect((await unlink('kakao', person.cookie)).status).to.equal(204);
    expect((await unlink('kakao', person.cookie)).status).to.equal(204);
    expect(told((await scene.come('kakao', login)).answer)).to.include({ outcome: 'new' });
  });

  it('is of one person alone, also where two link it at once', async () => {
    const [one, two] = [await scene.signedUp(), await scene.signedUp()];
    const login = newLogin();
    const answers = await Promise.all([
      link('kakao', login, one.cookie),
      link('kakao', login, two.cookie),
    ]);
    const outcomes = answers.map(({ status, body }) => (status === 200 ? 200 : body.code));
    expect(outcomes).to.have.members([200, 'ALREADY_LINKED']);
    const winner = outcomes[0] === 200 ? one : two;
    expect(told(await link('kakao', login, winner.cookie))).to.include({ outcome: 'linked' });
    const again = await link('kakao', newLogin(), winner.cookie);
    expect(again.body.code).to.equal('ALREADY_LINKED');
  });

  it('is none where the password has been changed since it was begun', async () => {
    const { cookie } = await scene.signedUp();
    const login = newLogin();
    const begun = await scene.begin('kakao', cookie);
    const query = await signInAt(begun.url, login);
    const passwords = { password: SCENE_PASSWORD, newPassword: 'another good one' };
    const path = '/users/me/password';
    const changed = await scene.api.call('POST', path, { headers: { cookie }, body: passwords });
    expect(changed.status).to.equal(204);
    const answer = await scene.finish('kakao', query, `${cookie}; ${begun.cookie}`);
    expect(answer.body.code).to.equal('SIGN_IN_INVALID');
    expect(told((await scene.come('kakao', login)).answer)).to.include({ outcome: 'new' });
  });

  it('is none where somebody else, or nobody, comes back', async () => {
    const [one, two] = [await scene.signedUp(), await scene.signedUp()];
    const login = newLogin();
    const asAnother = await link('kakao', login, one.cookie, two.cookie);
    expect(asAnother.body.code).to.equal('SIGN_IN_INVALID');
    const asNobody = await link('kakao', login, one.cookie, 'none=1');
    expect(asNobody.body.code).to.equal('SIGN_IN_INVALID');
    expect(told((await scene.come('kakao', login)).answer)).to.include({ outcome: 'new' });
  });

  it('stays while it is the last way in, also where two are taken away at once', async () => {
    const { cookie } = await scene.newcomer();
    expect((await unlink('google', cookie, null)).body).to.include({
      status: 409,
      code: 'LAST_WAY_IN',
    });
    expect(told(await link('naver', newLogin(), cookie))).to.deep.equal({ outcome: 'linked' });
    const [google, naver] = [unlink('google', cookie, null), unlink('naver', cookie, null)];
    const answers = await Promise.all([google, naver]);
    expect(answers.map(({ status }) => status)).to.have.members([204, 409]);
    expect((await ways(cookie))['hasPassword']).to.equal(false);
  });

  describe('asks for a proof', () => {
    const codeOf = async (...asked: Parameters<ProviderScene['askToLink']>) => {
      const { status, body: said } = await scene.askToLink(...asked);
      return status === 201 ? status : said.code;
    };

    it('which is the password, of those who have one, however new their sign-in is', async () => {
      const { cookie } = await scene.signedUp();
      expect(await codeOf('kakao', cookie, null)).to.equal('WRONG_PASSWORD');
      expect(await codeOf('kakao', cookie, 'wrong')).to.equal('WRONG_PASSWORD');
      expect(await codeOf('kakao', cookie, SCENE_PASSWORD)).to.equal(201);
      expect(await codeOf('kakao', 'none=1', SCENE_PASSWORD)).to.equal('UNAUTHENTICATED');
    });

    it('that is guessed at no faster than at the door', async () => {
      const { cookie } = await scene.signedUp();
      for (let tries = 0; tries < 10; tries += 1) await codeOf('kakao', cookie, `guess ${tries}`);
      expect(await codeOf('kakao', cookie, SCENE_PASSWORD)).to.equal('RATE_LIMITED');
    });

    it('which without a password is a sign-in of just now', async () => {
      const { cookie } = await scene.newcomer();
      expect(await codeOf('kakao', cookie, 'any')).to.equal(201);
      aheadMs = QUARTER_MS;
      expect(await codeOf('kakao', cookie, null)).to.equal('SIGN_IN_AGAIN');
      expect(await codeOf('kakao', cookie, 'any')).to.equal('SIGN_IN_AGAIN');
    });
  });

  describe('is taken away with a proof alone', () => {
    const unlinkCode = async (...asked: Parameters<typeof unlink>) => {
      const { status, body } = await unlink(...asked);
      return status === 204 ? status : body.code;
    };
    const linkedTo = async (cookie: string) =>
      ((await ways(cookie))['items'] as { provider: Name; linkedAtMs: number | null }[])
        .filter(({ linkedAtMs }) => linkedAtMs !== null)
        .map(({ provider }) => provider);

    it('which is the password, of those who have one, however new their sign-in is', async () => {
      const { cookie } = await scene.signedUp();
      await link('kakao', newLogin(), cookie);
      for (const password of [null, 'wrong', '']) {
        expect(await unlinkCode('kakao', cookie, password)).to.equal('WRONG_PASSWORD');
      }
      expect(await unlinkCode('kakao', 'none=1')).to.equal('UNAUTHENTICATED');
      expect(await linkedTo(cookie)).to.deep.equal(['kakao']);
      expect(await unlinkCode('kakao', cookie)).to.equal(204);
      expect(await linkedTo(cookie)).to.deep.equal([]);
    });

    it('that is guessed at no faster than at the door', async () => {
      const { cookie } = await scene.signedUp();
      await link('kakao', newLogin(), cookie);
      for (let tries = 0; tries < 10; tries += 1) await unlinkCode('kakao', cookie, `no ${tries}`);
      expect(await unlinkCode('kakao', cookie)).to.equal('RATE_LIMITED');
      expect(await linkedTo(cookie)).to.deep.equal(['kakao']);
    });

    it('which without a password is a sign-in of just now', async () => {
      const { cookie } = await scene.newcomer();
      await link('kakao', newLogin(), cookie);
      expect(await linkedTo(cookie)).to.have.members(['google', 'kakao']);
      aheadMs = QUARTER_MS;
      for (const password of [null, 'any']) {
        expect(await unlinkCode('kakao', cookie, password)).to.equal('SIGN_IN_AGAIN');
      }
      aheadMs = 0;
      expect(await unlinkCode('kakao', cookie, null)).to.equal(204);
    });

    it('and not at all where the other way in is a provider that is offered no more', async () => {
      const { userId, cookie } = await scene.newcomer();
      await link('kakao', newLogin(), cookie);
      const { deps } = scene.api;
      const left = [...deps.providers].filter(([name]) => name === 'kakao');
      const seen = { userId, passwordHash: null };
      const refused = await removeLink({ ...deps, providers: new Map(left) }, seen, 'kakao').catch(
        (error: RefusalError) => error.code,
      );
      expect(refused).to.equal('LAST_WAY_IN');
      expect(await linkedTo(cookie)).to.include('kakao');
    });

    it('of the account as it is: another password meanwhile is none', async () => {
      const { userId, cookie } = await scene.signedUp();
      await link('kakao', newLogin(), cookie);
      const seen = { userId, passwordHash: 'of before' };
      const late = await removeLink(scene.api.deps, seen, 'kakao').catch(
        (error: RefusalError) => error.code,
      );
      expect(late).to.equal('WRONG_PASSWORD');
      expect(await linkedTo(cookie)).to.deep.equal(['kakao']);
    });
  });

  describe('is told to the owner’s mailbox', () => {
    const mailsTo = async (userId: string) => {
      const ofPerson = sql`${mailOutbox.userId} = ${userId} and ${mailOutbox.kind} = 'sign-in-way'`;
      return await scene.api.deps.db.select().from(mailOutbox).where(ofPerson);
    };
    const verify = (userId: string) =>
      scene.api.deps.db.update(users).set({ emailVerifiedAtMs: 1 }).where(eq(users.userId, userId));

    it('when it is added and when it is taken away, once each', async () => {
      const { userId, cookie, email } = await scene.signedUp();
      await verify(userId);
      const login = newLogin();
      await link('naver', login, cookie);
      await link('naver', login, cookie);
      const [added, ...more] = await mailsTo(userId);
      expect(more).to.deep.equal([]);
      expect(added).to.include({ recipient: email });
      expect(added?.subject).to.equal('[사고팔고] 네이버 로그인이 연결됐어요');
      expect(added?.text).to.contain('http://localhost:3000/me/account');
      await unlink('naver', cookie);
      await unlink('naver', cookie);
      const subjects = (await mailsTo(userId)).map(({ subject }) => subject);
      expect(subjects).to.have.members([
        added?.subject,
        '[사고팔고] 네이버 로그인 연결이 끊겼어요',
      ]);
    });

    it('when an account is joined by its password', async () => {
      const login = newLogin();
      const { userId } = await scene.signedUp(`${login}@google.test`);
      await verify(userId);
      const { cookie } = await scene.come('google', login);
      const body = { password: SCENE_PASSWORD };
      const headers = { cookie };
      expect((await scene.api.call('POST', '/sign-ins/join', { body, headers })).status).to.equal(
        201,
      );
      expect(await mailsTo(userId)).to.have.length(1);
    });

    it('where that is proven: another may be anybody’s', async () => {
      const { userId, cookie } = await scene.signedUp();
      await link('kakao', newLogin(), cookie);
      expect(await mailsTo(userId)).to.deep.equal([]);
    });

    it('and not when nothing comes of it', async () => {
      const [one, two] = [await scene.signedUp(), await scene.signedUp()];
      await verify(two.userId);
      const login = newLogin();
      await link('kakao', login, one.cookie);
      expect((await link('kakao', login, two.cookie)).body.code).to.equal('ALREADY_LINKED');
      await unlink('naver', two.cookie);
      expect(await mailsTo(two.userId)).to.deep.equal([]);
    });
  });
});
