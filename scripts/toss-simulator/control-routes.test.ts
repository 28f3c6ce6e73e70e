import { expect } from 'chai';
import { newOrderId, openTossShop } from './testing/toss-calls.ts';
import type { TossShop } from './testing/toss-calls.ts';

const AMOUNT_KRW = 23_000;

describe('the Toss simulator’s control over HTTP', () => {
  let shop: TossShop;
  before(async () => {
    shop = await openTossShop();
  });
  after(() => shop.sim.stop());

  async function ask<Told>(path: string): Promise<Told> {
    return (await (await fetch(`${shop.sim.url}/__sim${path}`)).json()) as Told;
  }
  async function tell(path: string, body: object = {}, type = 'application/json') {
    const headers = { 'content-type': type };
    const sent = { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${shop.sim.url}/__sim${path}`, sent);
    const text = await answer.text();
    return {
      status: answer.status,
      body: (text ? JSON.parse(text) : {}) as { paymentKey: string },
    };
  }

  it('authenticates, deposits, takes deposits back and tells what was charged', async () => {
    const orderId = newOrderId();
    const wish = { orderId, amountKrw: AMOUNT_KRW, method: '가상계좌' };
    const { paymentKey } = (await tell('/authenticate', wish)).body;
    await shop.confirm({ orderId, paymentKey, amount: AMOUNT_KRW });
    const charged = async () => (await ask<Record<string, number>>('/charged'))[orderId];
    await tell('/deposit', { orderId });
    expect(await charged()).to.equal(AMOUNT_KRW);
    await tell('/fail-deposit', { orderId });
    expect(await charged()).to.equal(0);
    const payments = await ask<{ orderId: string; status: string }[]>('/payments');
    expect(payments.find((payment) => payment.orderId === orderId)?.status).to.equal(
      'WAITING_FOR_DEPOSIT',
    );
    const webhooks = await ask<{ transmissionId: string }[]>('/webhooks');
    const resent = await tell(`/webhooks/${webhooks[0]?.transmissionId}/resend`);
    expect(resent.status).to.equal(200);
  });

  it('moves the clock, and plans, releases and forgets faults', async () => {
    const before = await ask<{ nowMs: number }>('/clock');
    await tell('/clock/advance', { ms: 3_600_000 });
    const after = await ask<{ nowMs: number }>('/clock');
    expect(after.nowMs - before.nowMs).to.be.at.least(3_600_000);
    await tell('/faults', { on: 'confirm', kind: 'drop-before', times: 3 });
    expect(await ask('/faults')).to.deep.equal({ left: 3 });
    await tell('/faults/release');
    await tell('/faults/clear');
    expect(await ask('/faults')).to.deep.equal({ left: 0 });
    await tell('/webhooks/hold');
    await tell('/webhooks/release');
    await tell('/reset');
    expect(await ask('/payments')).to.deep.equal([]);
  });

  it('says what is wrong with what it is told', async () => {
    const cases = [
      ['/deposit', { orderId: newOrderId() }],
      ['/faults', { on: 'confirm', kind: 'earthquake' }],
      ['/authenticate', { orderId: 'short', amountKrw: 1 }],
      ['/clock/advance', { ms: 'soon' }],
    ] as const;
    for (const [path, body] of cases) {
      expect((await tell(path, body)).status, path).to.equal(400);
    }
  });

  it('listens to no page of another origin', async () => {
    // A page may send text to anybody, and learns only from the answer to JSON that it may not.
    const told = await tell('/reset', {}, 'text/plain');
    expect(told.status).to.equal(415);
    const asked = await fetch(`${shop.sim.url}/__sim/reset`, {
      method: 'OPTIONS',
      headers: { origin: 'http://a.test', 'access-control-request-method': 'POST' },
    });
    expect(asked.headers.get('access-control-allow-origin')).to.equal(null);
  });
});
