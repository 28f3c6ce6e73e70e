import { expect } from 'chai';
import { ConfigError } from '@sagopalgo/core/runtime/config.ts';
import { testEnv } from './testing/api-under-test.ts';
import { readApiConfig } from './config.ts';

const REAL_TOSS = {
  TOSS_API_BASE_URL: 'https://api.tosspayments.com',
  TOSS_SECRET_KEY: 'live_gsk_a',
  TOSS_CLIENT_KEY: 'live_gck_a',
};

describe('what the api is told of the proxies before it', () => {
  const proxiesOf = (env: Record<string, string>) =>
    readApiConfig({ ...testEnv(), ...env }).TRUSTED_PROXIES;

  it('must be said in production, which is what is meant when nothing is said', () => {
    const { DEPLOYMENT: _, ...unsaid } = testEnv();
    for (const env of [
      unsaid,
      { ...unsaid, DEPLOYMENT: 'production' },
      { ...unsaid, TRUSTED_PROXIES: '' },
      { ...unsaid, TRUSTED_PROXIES: ' , ' },
      { ...unsaid, TRUSTED_PROXIES: 'anybody' },
    ]) {
      expect(() => readApiConfig(env)).to.throw(ConfigError, /TRUSTED_PROXIES: /);
    }
    expect(() => readApiConfig(unsaid)).to.throw(
      'TRUSTED_PROXIES: in production it must name the proxies before us, or say none',
    );
  });

  it('is a list of them, or none where nothing stands before it', () => {
    const production = { ...REAL_TOSS, DEPLOYMENT: 'production' };
    const some = { ...production, TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.1' };
    expect(proxiesOf(some)).to.deep.equal(['10.0.0.0/8', '192.0.2.1']);
    expect(proxiesOf({ ...production, TRUSTED_PROXIES: 'none' })).to.deep.equal([]);
  });

  it('is the front on the same machine where nothing else is said on the local start', () => {
    expect(proxiesOf({ DEPLOYMENT: 'local' })).to.deep.equal(['loopback']);
    expect(proxiesOf({ DEPLOYMENT: 'local', TRUSTED_PROXIES: '' })).to.deep.equal(['loopback']);
    const own = { DEPLOYMENT: 'local', TRUSTED_PROXIES: 'uniquelocal' };
    expect(proxiesOf(own)).to.deep.equal(['uniquelocal']);
  });
});

describe('what the api is told of Toss', () => {
  it('is checked at start: no simulator and no play money in production', () => {
    const production = { ...testEnv(), DEPLOYMENT: 'production', TRUSTED_PROXIES: 'none' };
    expect(() => readApiConfig(production)).to.throw(ConfigError, /a simulator moves no money/);
    expect(readApiConfig({ ...production, ...REAL_TOSS })).to.include(REAL_TOSS);
  });

  it('must name both keys', () => {
    const { TOSS_SECRET_KEY: _, TOSS_CLIENT_KEY: __, ...without } = testEnv();
    expect(() => readApiConfig(without)).to.throw(/TOSS_SECRET_KEY: .*TOSS_CLIENT_KEY: /);
  });
});

describe('what the api holds people to', () => {
  it('is strict where nothing else is said', () => {
    const { RATE_LIMITS: _, ...unsaid } = testEnv();
    expect(readApiConfig(unsaid).RATE_LIMITS).to.equal('strict');
  });
});
