import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { expect } from 'chai';
import { closeServer, listen } from '@sagopalgo/core/runtime/internal-server.ts';
import { readApiConfig } from '../../config.ts';
import { testEnv } from '../../testing/api-under-test.ts';
import { openProvider } from './provider.ts';
import { planOf } from './provider-plans.ts';
import { profileOfClaims, profileOfNaver } from './read-profile.ts';

const WAY = {
  ...{ state: 's', nonce: 'n', verifier: 'v'.repeat(43) },
  redirectUri: 'http://localhost:3000/sign-in/naver',
};

describe('a provider', () => {
  let server: Server | null = null;
  afterEach(async () => {
    if (!server) return;
    server.closeAllConnections();
    await closeServer(server);
    server = null;
  });

  async function codeBy(answer: RequestListener): Promise<unknown> {
    server = createServer(answer);
    const port = await listen(server, '127.0.0.1', 0);
    const plan = planOf('naver', `http://127.0.0.1:${port}`);
    const provider = openProvider('naver', plan, { clientId: 'id', clientSecret: 'secret' });
    const asked = provider.profileOf(WAY, '?code=c&state=s');
    return await asked.then(
      (profile) => profile,
      (error: { code?: string }) => error.code ?? 'no refusal',
    );
  }
  const token = JSON.stringify({ access_token: 'a', token_type: 'bearer', expires_in: '3600' });
  const json =
    (body: string, profile: string): RequestListener =>
    (request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(request.url?.endsWith('/token') ? body : profile);
    };
  const naver = (response: object, resultcode = '00') => JSON.stringify({ resultcode, response });

  it('is away where it breaks, says what nobody expects, or too much of it', async () => {
    const answers: RequestListener[] = [
      (request) => request.destroy(),
      (_request, response) => {
        response.statusCode = 502;
        response.end('<html>');
      },
      json('<html>', ''),
      json(token, '{'),
      json(token, naver({}, '024')),
      json(token, naver({ id: '' })),
      json(token, naver({ id: 'x'.repeat(300) })),
      json(token, naver({ id: 'x', nickname: 'ㄱ'.repeat(300_000) })),
    ];
    for (const answer of answers) {
      expect(await codeBy(answer)).to.equal('PROVIDER_AWAY');
      server?.closeAllConnections();
      if (server) await closeServer(server);
      server = null;
    }
  });

  it('is away where nothing listens, or where it is silent for long', async function silent() {
    this.timeout(20_000);
    const plan = planOf('naver', 'http://127.0.0.1:9');
    const provider = openProvider('naver', plan, { clientId: 'id', clientSecret: 'secret' });
    const code = await provider
      .profileOf(WAY, '?code=c&state=s')
      .catch((error: { code?: string }) => error.code);
    expect(code).to.equal('PROVIDER_AWAY');
    expect(await codeBy(() => undefined)).to.equal('PROVIDER_AWAY');
  });

  it('says who somebody is by what it must say, and leaves what is no address', async () => {
    const told = naver({ id: 'x', email: 7, nickname: null, gender: 'M' });
    expect(await codeBy(json(token, told))).to.deep.equal({
      ...{ subject: 'x', email: null, emailVerified: false, nickname: null },
    });
    expect(profileOfNaver(JSON.parse(naver({ id: 'x', email: 'A@b.test' }))).email).to.equal(
      'a@b.test',
    );
  });

  it('verifies an address by a plain true and nothing like it', () => {
    for (const isVerified of [true, 'true', 1, null, undefined]) {
      const claims = { sub: 'x', email: 'a@b.test', email_verified: isVerified };
      expect(profileOfClaims(claims).emailVerified).to.equal(isVerified === true);
    }
    expect(profileOfClaims({ sub: 'x', email_verified: true }).emailVerified).to.equal(false);
  });

  it('is never the stand-in in production, nor half of an account', () => {
    const read = (env: Record<string, string>) => () => readApiConfig({ ...testEnv(), ...env });
    const production = {
      ...{ DEPLOYMENT: 'production', TRUSTED_PROXIES: 'loopback' },
      ...{ PUBLIC_ORIGINS: 'https://sagopalgo.example' },
      ...{ TOSS_SECRET_KEY: 'test_gsk_nobody', TOSS_CLIENT_KEY: 'test_gck_nobody' },
      TOSS_API_BASE_URL: 'https://api.tosspayments.com',
    };
    const kakao = { KAKAO_CLIENT_ID: 'id', KAKAO_CLIENT_SECRET: 'secret' };
    expect(read({ ...production, ...kakao })).not.to.throw();
    const standIn = { SIGN_IN_STAND_IN_URL: 'http://127.0.0.1:1' };
    expect(read({ ...production, ...standIn })).to.throw(/SIGN_IN_STAND_IN_URL/);
    const demo = { KAKAO_CLIENT_ID: 'id', KAKAO_CLIENT_SECRET: 'stand-in-secret' };
    expect(read({ ...production, ...demo })).to.throw(/KAKAO_CLIENT_SECRET/);
    expect(read({ KAKAO_CLIENT_ID: 'id' })).to.throw(/a pair/);
  });
});
