import { expect } from 'chai';
import { ConfigError, readConfig } from '../runtime/config.ts';
import { tossServerShape, tossShape } from './toss-config.ts';

const SIMULATOR = { TOSS_API_BASE_URL: 'http://127.0.0.1:4000', DEPLOYMENT: 'local' };
const SIM_KEYS = { TOSS_SECRET_KEY: 'test_gsk_sim_a', TOSS_CLIENT_KEY: 'test_gck_sim_a' };
const TEST_KEYS = { TOSS_SECRET_KEY: 'test_gsk_docs_a', TOSS_CLIENT_KEY: 'test_gck_docs_a' };
const LIVE_KEYS = { TOSS_SECRET_KEY: 'live_gsk_a', TOSS_CLIENT_KEY: 'live_gck_a' };

type Env = Record<string, string>;

describe('what a process is told of Toss', () => {
  const read = (env: Env) => readConfig(tossShape(env), env);
  const readServer = (env: Env) => readConfig(tossServerShape(env), env);
  const refusal = (work: () => unknown): string => {
    try {
      work();
    } catch (error) {
      if (error instanceof ConfigError) return error.message;
      throw error;
    }
    return '';
  };

  it('takes the real Toss when nothing else is named, in production too', () => {
    expect(read(LIVE_KEYS)).to.deep.equal({
      ...LIVE_KEYS,
      TOSS_API_BASE_URL: 'https://api.tosspayments.com',
    });
    expect(refusal(() => read({ ...LIVE_KEYS, DEPLOYMENT: 'production' }))).to.equal('');
    expect(refusal(() => read({ ...TEST_KEYS, DEPLOYMENT: 'local' }))).to.equal('');
    const slashed = { TOSS_API_BASE_URL: 'https://api.tosspayments.com/' };
    expect(refusal(() => read({ ...LIVE_KEYS, ...slashed }))).to.equal('');
  });

  it('takes a simulator with keys for tests on a local start', () => {
    expect(read({ ...SIMULATOR, ...SIM_KEYS }).TOSS_API_BASE_URL).to.equal('http://127.0.0.1:4000');
    expect(refusal(() => read({ ...SIMULATOR, ...TEST_KEYS }))).to.equal('');
    expect(refusal(() => readServer({ ...SIMULATOR, ...SIM_KEYS }))).to.equal('');
  });

  it('refuses live keys with anything but the real Toss', () => {
    const lookalike = { TOSS_API_BASE_URL: 'https://api.tosspayments.com.evil.example' };
    for (const given of [SIMULATOR, { ...lookalike, DEPLOYMENT: 'local' }]) {
      const env = { ...LIVE_KEYS, ...given };
      for (const each of [() => read(env), () => readServer(env)]) {
        expect(refusal(each)).to.match(/TOSS_SECRET_KEY: a live key goes to/);
      }
      expect(refusal(() => read(env))).to.match(/TOSS_CLIENT_KEY: a live key goes to/);
    }
  });

  it('refuses the simulator and its keys in production, which is also what nobody said otherwise', () => {
    for (const DEPLOYMENT of ['production', '', 'prod', 'Production', 'LOCAL']) {
      const elsewhere = { ...TEST_KEYS, TOSS_API_BASE_URL: 'http://127.0.0.1:4000', DEPLOYMENT };
      const keys = { ...SIM_KEYS, DEPLOYMENT };
      for (const env of [elsewhere, keys]) {
        expect(refusal(() => read(env))).to.match(/a simulator moves no money/);
        expect(refusal(() => readServer(env))).to.match(/a simulator moves no money/);
      }
    }
  });

  it('refuses a widget of somebody else in production and for live keys', () => {
    const own = { TOSS_WIDGET_SRC: 'https://js.tosspayments.com/v1/payment-widget' };
    expect(refusal(() => read({ ...LIVE_KEYS, ...own, DEPLOYMENT: 'production' }))).to.equal('');
    for (const TOSS_WIDGET_SRC of [
      'http://127.0.0.1:4000/v1/payment-widget',
      'http://js.tosspayments.com/v1/payment-widget',
      'https://js.tosspayments.com.evil.example/v1/payment-widget',
    ]) {
      const production = { ...LIVE_KEYS, TOSS_WIDGET_SRC };
      expect(refusal(() => read(production))).to.match(
        /TOSS_WIDGET_SRC: a simulator moves no money/,
      );
      const live = { ...production, DEPLOYMENT: 'local' };
      expect(refusal(() => read(live))).to.match(/TOSS_WIDGET_SRC: a live key is given to scripts/);
      expect(refusal(() => read({ ...TEST_KEYS, TOSS_WIDGET_SRC, DEPLOYMENT: 'local' }))).to.equal(
        '',
      );
    }
  });

  it('refuses keys that are no pair', () => {
    for (const TOSS_CLIENT_KEY of ['test_ck_a', 'live_gck_a']) {
      const env = { ...TEST_KEYS, TOSS_CLIENT_KEY, DEPLOYMENT: 'local' };
      expect(
        refusal(() => read(env)),
        TOSS_CLIENT_KEY,
      ).to.match(/TOSS_CLIENT_KEY: no pair/);
    }
  });

  it('refuses a secret key in the place of the one that browsers see, without repeating it', () => {
    const env = { ...TEST_KEYS, TOSS_CLIENT_KEY: 'test_gsk_docs_hidden', DEPLOYMENT: 'local' };
    const told = refusal(() => read(env));
    expect(told).to.match(/TOSS_CLIENT_KEY: a secret key, which browsers must never see/);
    expect(told).to.not.contain('hidden');
    const swapped = {
      TOSS_SECRET_KEY: 'test_gck_docs_a',
      TOSS_CLIENT_KEY: 'x',
      DEPLOYMENT: 'local',
    };
    expect(refusal(() => read(swapped)))
      .to.match(/TOSS_SECRET_KEY: not a secret key/)
      .and.match(/TOSS_CLIENT_KEY: not a client key/);
  });

  it('names all that is wrong in one error', () => {
    const told = refusal(() => read({ TOSS_API_BASE_URL: 'ftp://x', TOSS_WIDGET_SRC: 'y' }));
    for (const name of ['API_BASE_URL', 'SECRET_KEY', 'CLIENT_KEY', 'WIDGET_SRC']) {
      expect(told).to.contain(`TOSS_${name}: `);
    }
  });
});
