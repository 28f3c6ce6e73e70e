import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { signInAttempts } from '@sagopalgo/core/mysql/sign-in-schema.ts';
import { cookieHeader, newPerson, PAGE_ORIGIN, startApi } from '../../testing/api-under-test.ts';
import type { ApiUnderTest } from '../../testing/api-under-test.ts';
import {
  newLogin,
  openProviderScene,
  SCENE_PASSWORD as PASSWORD,
  told,
} from '../../testing/provider-scene.ts';
import type { ProviderScene } from '../../testing/provider-scene.ts';
import { signInAt } from '../../testing/stand-in-browser.ts';

describe('signing in by a provider’s word', function signingIn() {
  this.timeout(30_000);
  let scene: ProviderScene;
  let api: ApiUnderTest;
  let begin: ProviderScene['begin'];
  let finish: ProviderScene['finish'];
  let come: ProviderScene['come'];
  let complete: ProviderScene['complete'];
  let aheadMs = 0;
  before(async () => {
    scene = await openProviderScene(() => Date.now() + aheadMs);
    ({ api, begin, finish, come, complete } = scene);
  });
  after(() => scene.end());
  afterEach(() => {
    aheadMs = 0;
  });

  it('is offered by those that are configured, and goes nowhere by others', async () => {
    const offered = await api.call('GET', '/sign-in-providers');
    expect(told(offered)['items']).to.deep.equal(['kakao', 'naver', 'google']);
    const none = await startApi();
    try {
      expect(told(await none.call('GET', '/sign-in-providers'))['items']).to.deep.equal([]);
      const body = { provider: 'kakao' };
      expect((await none.call('POST', '/sign-ins', { body })).body.code).to.equal(
        'PROVIDER_NOT_OFFERED',
      );
    } finally {
      await none.end();
    }
  });

  it('keeps what binds it to the browser where no script sees it, and for the sign-in alone', async () => {
    const body = { provider: 'google' };
    const { headers } = await api.call('POST', '/sign-ins', { body });
    expect(headers.getSetCookie().join()).to.match(
      /^signIn_3000=.{43}; Max-Age=2400; Path=\/api\/v1\/sign-ins; .*HttpOnly; SameSite=Lax$/,
    );
    const { url } = await begin('google');
    const asked = new URL(url).searchParams;
    expect(asked.get('code_challenge_method')).to.equal('S256');
    expect(asked.get('nonce')).to.have.length(43);
    expect(asked.get('redirect_uri')).to.equal(`${PAGE_ORIGIN}/sign-in/google`);
  });

  it('makes an account of a verified address, and signs in to it the next time', async () => {
    const { answer, cookie } = await come('google', newLogin());
    expect(told(answer)).to.include({ outcome: 'new', emailVerified: true });
    const made = await complete(cookie);
    const me = await api.call('GET', '/users/me', {
      headers: { cookie: cookieHeader(made.cookies) },
    });
    expect(me.body).to.include({ email: told(answer)['email'], emailVerified: true });
    expect(told(me)['hasPassword']).to.equal(false);
    const login = String(told(answer)['nickname']);
    const again = await come('google', login);
    expect(told(again.answer)).to.include({ outcome: 'signed-in' });
    expect(again.answer.body.user.userId).to.equal(made.body.user.userId);
  });

  it('asks for the address that Kakao does not tell, and proves it by a mail', async () => {
    const { answer, cookie } = await come('kakao', newLogin());
    expect(told(answer)).to.include({ outcome: 'new', email: null, emailVerified: false });
    const missing = await complete(cookie);
    expect(missing.body.detail.fields.map(({ path }) => path)).to.deep.equal(['email']);
    const { email } = newPerson();
    const made = await complete(cookie, { email });
    const own = eq(mailOutbox.userId, made.body.user.userId);
    const [mail] = await api.deps.db.select().from(mailOutbox).where(own);
    expect(mail).to.include({ kind: 'email-proof', recipient: email });
  });

  it('reads Naver’s own profile, whose address proves nothing', async () => {
    const { email } = await scene.signedUp(`${newLogin()}@naver.test`);
    const { answer, cookie } = await come('naver', email.split('@')[0] ?? '');
    expect(told(answer)).to.include({ outcome: 'new', email, emailVerified: false });
    // It joins nothing, however it is asked.
    const join = { body: { password: PASSWORD }, headers: { cookie } };
    expect((await api.call('POST', '/sign-ins/join', join)).body.code).to.equal('SIGN_IN_INVALID');
    expect((await complete(cookie, { email })).body.code).to.equal('EMAIL_TAKEN');
    // The refusal has used nothing up.
    expect((await complete(cookie, { email: newPerson().email })).status).to.equal(201);
  });

  it('joins the account that has its verified address, once its password is said', async () => {
    const login = newLogin();
    const { userId } = await scene.signedUp(`${login}@google.test`);
    const { answer, cookie } = await come('google', login);
    expect(told(answer)).to.deep.equal({ outcome: 'join', email: `${login}@google.test` });
    expect((await complete(cookie)).body.code).to.equal('EMAIL_TAKEN');
    const join = (password: string) =>
      api.call('POST', '/sign-ins/join', { body: { password }, headers: { cookie } });
    expect((await join('wrong')).body.code).to.equal('WRONG_CREDENTIALS');
    const joined = await join(PASSWORD);
    expect(joined.body.user.userId).to.equal(userId);
    expect((await join(PASSWORD)).body.code).to.equal('SIGN_IN_INVALID');
    expect(told((await come('google', login)).answer)).to.include({ outcome: 'signed-in' });
  });

  it('joins nothing by an address that Google has not verified', async () => {
    const login = `unverified-${newLogin()}`;
    await scene.signedUp(`${login}@google.test`);
    const { answer } = await come('google', login);
    expect(told(answer)).to.include({ outcome: 'new', emailVerified: false });
  });

  it('takes a way back once, in the browser that began it, with its own state', async () => {
    const { url, cookie } = await begin('google');
    const query = await signInAt(url, newLogin());
    const foreign = await begin('google');
    const codeOf = async (...sent: Parameters<typeof finish>) => (await finish(...sent)).body.code;
    const another = query.replace(/state=[^&]+/, 'state=another');
    expect(await codeOf('google', query, '')).to.equal('SIGN_IN_INVALID');
    expect(await codeOf('google', query, foreign.cookie)).to.equal('SIGN_IN_INVALID');
    expect(await codeOf('google', another, cookie)).to.equal('SIGN_IN_INVALID');
    expect(await codeOf('kakao', query, cookie)).to.equal('SIGN_IN_INVALID');
    const answers = await Promise.all([
      finish('google', query, cookie),
      finish('google', query, cookie),
    ]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses).to.have.members([200, 409]);
    expect(await codeOf('google', query, cookie)).to.equal('SIGN_IN_INVALID');
  });

  it('takes no code of another way, and none that was used', async () => {
    const first = await begin('google');
    const stolen = new URLSearchParams(await signInAt(first.url, newLogin())).get('code');
    const second = await begin('google');
    const query = new URLSearchParams(await signInAt(second.url, newLogin()));
    query.set('code', String(stolen));
    // Its PKCE was of the first way.
    const answer = await finish('google', `?${query.toString()}`, second.cookie);
    expect(answer.body.code).to.equal('SIGN_IN_INVALID');
  });

  it('ends where somebody declines, or takes too long', async () => {
    const { cookie, url } = await begin('google');
    const state = new URL(url).searchParams.get('state');
    const iss = encodeURIComponent(new URL(url).href.split('/auth')[0] ?? '');
    const declined = `?error=access_denied&state=${state}&iss=${iss}`;
    expect((await finish('google', declined, cookie)).body.code).to.equal('SIGN_IN_DECLINED');
    const late = await begin('google');
    const query = await signInAt(late.url, newLogin());
    aheadMs = 600_001;
    expect((await finish('google', query, late.cookie)).body.code).to.equal('SIGN_IN_INVALID');
  });

  it('makes one account of two answers at once', async () => {
    const { cookie } = await come('google', newLogin());
    const answers = await Promise.all([complete(cookie), complete(cookie)]);
    const outcomes = answers.map(({ status, body }) => (status === 201 ? 201 : body.code));
    expect(outcomes).to.include(201);
    expect(outcomes.filter((outcome) => outcome === 201)).to.have.length(1);
  });

  it('lets nobody in whose account is shut', async () => {
    const { userId, login } = await scene.newcomer();
    const shut = { blockedAtMs: Date.now() };
    await api.deps.db.update(users).set(shut).where(eq(users.userId, userId));
    expect((await come('google', login)).answer.body.code).to.equal('ACCOUNT_BLOCKED');
  });

  it('keeps no code, token or verifier in the log', async () => {
    const { query } = await come('google', newLogin());
    const code = String(new URLSearchParams(query).get('code'));
    const rows = await api.deps.db.select().from(signInAttempts).limit(500);
    const log = JSON.stringify(api.log.events);
    // Others' ways of this record are made up.
    const verifiers = rows.map(({ verifier }) => verifier).filter(({ length }) => length >= 43);
    expect(verifiers).not.to.deep.equal([]);
    for (const secret of [code, ...verifiers]) {
      expect(log).not.to.contain(secret);
    }
  });
});
