import { expect } from 'chai';
import { realToss, simulatedToss, simulatorPlan, tossEnv } from './toss.ts';

const KEYS = { TOSS_SECRET_KEY: 'test_gsk_ours', TOSS_CLIENT_KEY: 'test_gck_ours' };

describe('the local start’s Toss', () => {
  it('is the simulator unless the environment names both keys', () => {
    expect(realToss({})).to.equal(null);
    expect(realToss({ TOSS_SECRET_KEY: '', TOSS_CLIENT_KEY: '' })).to.equal(null);
    expect(() => realToss({ TOSS_SECRET_KEY: 'test_gsk_ours' })).to.throw('set both, or neither');
    expect(() => realToss({ TOSS_CLIENT_KEY: 'test_gck_ours' })).to.throw('set both, or neither');
  });

  it('passes given keys on, to the real Toss unless another is named', () => {
    const toss = realToss(KEYS);
    expect(toss && tossEnv(toss)).to.deep.equal({
      api: { TOSS_API_BASE_URL: 'https://api.tosspayments.com', TOSS_WIDGET_SRC: '', ...KEYS },
      workers: {
        TOSS_API_BASE_URL: 'https://api.tosspayments.com',
        TOSS_SECRET_KEY: 'test_gsk_ours',
      },
      front: { TOSS_ORIGINS: '' },
    });
    const named = { TOSS_API_BASE_URL: 'http://127.0.0.1:5', TOSS_WIDGET_SRC: 'http://a.test/w' };
    const other = realToss({ ...KEYS, ...named, TOSS_ORIGINS: 'http://a.test' });
    expect(other).to.include({ apiBaseUrl: 'http://127.0.0.1:5', origins: 'http://a.test' });
  });

  it('names the simulator to every part, and lets the page in nowhere else', () => {
    const env = tossEnv(simulatedToss('http://127.0.0.1:5'));
    expect(env.api).to.include({ TOSS_WIDGET_SRC: 'http://127.0.0.1:5/v1/payment-widget' });
    expect(env.workers).to.have.all.keys(['TOSS_API_BASE_URL', 'TOSS_SECRET_KEY']);
    expect(env.front).to.deep.equal({ TOSS_ORIGINS: 'http://127.0.0.1:5' });
    const plan = simulatorPlan('/data', 'http://127.0.0.1:3000');
    expect(plan.env['TOSS_SECRET_KEY']).to.equal(env.api['TOSS_SECRET_KEY']);
    expect(plan.env['TOSS_WEBHOOK_URL']).to.equal('http://127.0.0.1:3000/api/v1/webhooks/toss');
  });
});
