import { expect } from 'chai';
import { remoteToss } from './remote-control.ts';
import type { RemoteToss } from './remote-control.ts';
import { newOrderId, openTossShop } from './testing/toss-calls.ts';
import type { TossShop } from './testing/toss-calls.ts';

const AMOUNT_KRW = 23_000;
const HOUR_MS = 3_600_000;

describe('the Toss simulator’s control over HTTP', () => {
  let shop: TossShop;
  let remote: RemoteToss;
  before(async () => {
    shop = await openTossShop();
    remote = remoteToss(shop.sim.url);
  });
  after(() => shop.sim.stop());

  const failureOf = (telling: Promise<unknown>) =>
    telling.then(
      () => 'it was done',
      (error: Error) => error.message,
    );

  it('authenticates, deposits, takes deposits back and tells what was charged', async () => {
    const orderId = newOrderId();
    const wish = { orderId, amountKrw: AMOUNT_KRW, method: '가상계좌' as const };
    const paymentKey = await remote.authenticate({ ...wish, virtualAccountValidMs: HOUR_MS });
    await shop.confirm({ orderId, paymentKey, amount: AMOUNT_KRW });
    await remote.deposit(orderId);
    expect((await remote.charged())[orderId]).to.equal(AMOUNT_KRW);
    await remote.failDeposit(orderId);
    expect((await remote.charged())[orderId]).to.equal(0);
    await remote.advanceClock(HOUR_MS);
    await remote.deposit(orderId, { late: true });
    expect((await remote.payments()).map(({ status }) => status)).to.deep.equal(['DONE']);
  });

  it('moves the clock, and plans, releases and forgets faults', async () => {
    const beforeMs = await remote.nowMs();
    await remote.advanceClock(HOUR_MS);
    expect((await remote.nowMs()) - beforeMs).to.be.at.least(HOUR_MS);
    await remote.nextFault({ on: 'confirm', kind: 'drop-before', times: 3 });
    expect(await remote.faultsLeft()).to.equal(3);
    await remote.releaseFaults();
    await remote.clearFaults();
    expect(await remote.faultsLeft()).to.equal(0);
  });

  it('shows webhooks, keeps them back, sends one again, and forgets everything', async () => {
    const orderId = newOrderId();
    const paymentKey = await remote.authenticate({ orderId, amountKrw: AMOUNT_KRW });
    await remote.holdWebhooks();
    await shop.confirm({ orderId, paymentKey, amount: AMOUNT_KRW });
    await remote.releaseWebhooks();
    const told = (await remote.webhooks()).find((webhook) => webhook.orderId === orderId);
    expect(told).to.include({ event: 'PAYMENT_STATUS_CHANGED', status: 'DONE' });
    await remote.resendWebhook(told?.transmissionId ?? '');
    await remote.reset();
    expect(await remote.payments()).to.deep.equal([]);
    expect(await failureOf(remote.resendWebhook(told?.transmissionId ?? ''))).to.include(
      'no webhook',
    );
  });

  it('says what is wrong with what it is told', async () => {
    const orderId = newOrderId();
    const cases = [
      [remote.deposit(orderId), 'has no virtual account'],
      [remote.nextFault({ on: 'confirm', kind: 'refuse' }), 'needs a code'],
      [remote.nextFault({ on: 'confirm', kind: 'earthquake' as 'delay' }), 'kind'],
      [remote.authenticate({ orderId: 'short', amountKrw: 1_000 }), 'INVALID_ORDER_ID'],
      [remote.authenticate({ orderId, amountKrw: 99 }), 'BELOW_MINIMUM_AMOUNT'],
      [remote.authenticate({ orderId, amountKrw: 1_000, confirmRefusal: 'NO_SUCH' }), 'NO_SUCH'],
      [remote.advanceClock(0.5), 'ms'],
    ] as const;
    for (const [telling, words] of cases) expect(await failureOf(telling)).to.include(words);
  });

  it('listens to no page of another origin', async () => {
    // A page may send text to anybody; for JSON the browser asks first, and hears no yes.
    const headers = { 'content-type': 'text/plain' };
    const told = await fetch(`${shop.sim.url}/__sim/reset`, {
      method: 'POST',
      headers,
      body: '{}',
    });
    expect(told.status).to.equal(415);
    const asked = await fetch(`${shop.sim.url}/__sim/reset`, {
      method: 'OPTIONS',
      headers: { origin: 'http://a.test', 'access-control-request-method': 'POST' },
    });
    expect(asked.headers.get('access-control-allow-origin')).to.equal(null);
  });
});
