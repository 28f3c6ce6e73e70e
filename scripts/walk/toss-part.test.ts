import { expect } from 'chai';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Marketplace } from '../local/marketplace.ts';
import { remoteToss } from '../toss-simulator/remote-control.ts';
import { SIMULATOR_KEYS } from '../toss-simulator/api-keys.ts';
import { basic, newOrderId } from '../toss-simulator/testing/toss-calls.ts';
import { walkSystem } from './walk-system.ts';

const START_MS = 120_000;
const AMOUNT_KRW = 12_000;

describe('a marketplace that was given no Toss keys', () => {
  let marketplace: Marketplace;
  let tossUrl: string;
  before(async function launch() {
    this.timeout(START_MS);
    ({ marketplace } = await walkSystem());
    tossUrl = marketplace.tossUrl ?? '';
  });

  it('pays at a simulator of its own, which the page may show and nothing else', async () => {
    const page = await fetch(`${marketplace.url}/`);
    const policy = page.headers.get('content-security-policy');
    expect(policy).to.include(`script-src 'self' ${tossUrl};`).and.include(`frame-src ${tossUrl};`);
    expect(policy).not.to.include('tosspayments.com');
    expect((await fetch(`${tossUrl}/v1/payment-widget`)).status).to.equal(200);
  });

  it('has payments confirmed with the simulator’s key, and is sent their webhooks', async () => {
    const toss = remoteToss(tossUrl);
    const orderId = newOrderId();
    const paymentKey = await toss.authenticate({ orderId, amountKrw: AMOUNT_KRW });
    const answer = await fetch(`${tossUrl}/v1/payments/confirm`, {
      method: 'POST',
      headers: {
        authorization: basic(`${SIMULATOR_KEYS.secretKey}:`),
        'content-type': 'application/json',
      },
      body: JSON.stringify({ paymentKey, orderId, amount: AMOUNT_KRW }),
    });
    expect(answer.status).to.equal(200);
    expect((await toss.charged())[orderId]).to.equal(AMOUNT_KRW);
    await eventually(async () => {
      const told = (await toss.webhooks()).find((webhook) => webhook.orderId === orderId);
      return typeof told?.tries[0] === 'number';
    });
  });
});
