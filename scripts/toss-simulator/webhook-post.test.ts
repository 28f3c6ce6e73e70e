import { expect } from 'chai';
import { newOrderId, openTossShop } from './testing/toss-calls.ts';
import type { TossShop } from './testing/toss-calls.ts';
import { openWebhookDoor } from './testing/webhook-door.ts';
import type { WebhookDoor } from './testing/webhook-door.ts';

const MINUTE_MS = 60_000;
const STOPPED_AT_MS = Date.parse('2031-05-05T12:00:00+09:00');
const RETRIES_MIN = [1, 4, 16, 64, 256, 1_024, 4_096];
const AMOUNT_KRW = 61_000;

describe('a webhook of the Toss simulator', () => {
  let shop: TossShop;
  let door: WebhookDoor;
  beforeEach(async () => {
    door = await openWebhookDoor();
    shop = await openTossShop({ now: () => STOPPED_AT_MS, webhookUrl: door.url });
  });
  afterEach(async () => {
    await shop.sim.stop();
    await door.close();
  });

  async function paid(method: '카드' | '가상계좌' = '카드') {
    const orderId = newOrderId();
    const paymentKey = shop.sim.authenticate({ orderId, amountKrw: AMOUNT_KRW, method });
    const { body } = await shop.confirm({ orderId, paymentKey, amount: AMOUNT_KRW });
    await shop.sim.webhooks.settled();
    return { orderId, paymentKey, body };
  }
  const kinds = () =>
    door.heard.map(
      ({ body }) => `${'eventType' in body ? body.eventType : 'DEPOSIT'} ${statusIn(body)}`,
    );
  const statusIn = (body: WebhookDoor['heard'][0]['body']) =>
    String(body.data?.['status'] ?? body['status']);

  it('tells a payment’s new status, with three headers and no signature', async () => {
    const { body } = await paid();
    expect(kinds()).to.deep.equal(['PAYMENT_STATUS_CHANGED DONE']);
    const [told] = door.heard;
    expect(told?.body.data).to.deep.equal(body);
    expect(told?.body['createdAt']).to.equal('2031-05-05T12:00:00.000000');
    expect(told?.headers).to.include({
      'tosspayments-webhook-transmission-time': '2031-05-05T12:00:00+09:00',
      'tosspayments-webhook-transmission-retried-count': '0',
    });
    expect(told?.headers['tosspayments-webhook-transmission-id']).to.match(/^whtrans_/);
    expect(told?.headers).not.to.have.property('tosspayments-webhook-signature');
  });

  it('tells refusals, expiries and cancels, and nothing of a payment that only began', async () => {
    const { paymentKey } = await paid();
    await shop.cancel(paymentKey, { cancelAmount: 1_000 });
    const declined = { orderId: newOrderId(), amountKrw: AMOUNT_KRW };
    const key = shop.sim.authenticate({ ...declined, confirmRefusal: 'REJECT_CARD_PAYMENT' });
    await shop.confirm({ paymentKey: key, orderId: declined.orderId, amount: AMOUNT_KRW });
    shop.sim.authenticate({ orderId: newOrderId(), amountKrw: AMOUNT_KRW });
    shop.sim.clock.advance(10 * MINUTE_MS);
    await shop.sim.webhooks.settled();
    expect(kinds().toSorted()).to.deep.equal([
      'PAYMENT_STATUS_CHANGED ABORTED',
      'PAYMENT_STATUS_CHANGED DONE',
      'PAYMENT_STATUS_CHANGED EXPIRED',
      'PAYMENT_STATUS_CHANGED PARTIAL_CANCELED',
    ]);
  });

  it('of a virtual account comes twice, once without a payment key but with its secret', async () => {
    const { orderId, body } = await paid('가상계좌');
    shop.sim.deposit(orderId);
    await shop.sim.webhooks.settled();
    expect(kinds().toSorted()).to.deep.equal([
      'DEPOSIT DONE',
      'DEPOSIT WAITING_FOR_DEPOSIT',
      'PAYMENT_STATUS_CHANGED DONE',
      'PAYMENT_STATUS_CHANGED WAITING_FOR_DEPOSIT',
    ]);
    const deposit = door.heard.find(({ body: told }) => told['status'] === 'DONE')?.body;
    expect(deposit).to.have.all.keys([
      'createdAt',
      'secret',
      'status',
      'transactionKey',
      'orderId',
    ]);
    expect(deposit).to.include({ orderId, secret: body.secret });
  });

  it('is tried again after 1, 4, 16 … minutes and given up after the seventh', async () => {
    door.answers.push(...Array.from({ length: 9 }, (_, index) => (index % 2 ? 201 : 500)));
    await paid();
    for (const [index, pauseMin] of RETRIES_MIN.entries()) {
      shop.sim.clock.advance(pauseMin * MINUTE_MS - 1);
      await shop.sim.webhooks.settled();
      expect(door.heard, `before retry ${index + 1}`).to.have.length(index + 1);
      shop.sim.clock.advance(1);
      await shop.sim.webhooks.settled();
    }
    shop.sim.clock.advance(100_000 * MINUTE_MS);
    await shop.sim.webhooks.settled();
    expect(door.heard).to.have.length(8);
    const header = 'tosspayments-webhook-transmission-retried-count';
    expect(door.heard.map(({ headers }) => headers[header])).to.deep.equal('01234567'.split(''));
    expect(new Set(door.heard.map(({ text }) => text)).size).to.equal(1);
    expect(shop.sim.webhooks.list()[0]).to.include({ state: 'given-up' });
  });

  it('that finds nobody is tried again too', async () => {
    await door.close();
    await paid();
    expect(shop.sim.webhooks.list()[0]).to.include({ state: 'waiting' });
    expect(shop.sim.webhooks.list()[0]?.tries).to.deep.equal([null]);
    door = await openWebhookDoor();
    shop.sim.webhooks.sendTo(door.url);
    shop.sim.clock.advance(MINUTE_MS);
    await shop.sim.webhooks.settled();
    expect(kinds()).to.deep.equal(['PAYMENT_STATUS_CHANGED DONE']);
  });

  it('waits less between its tries when it is told to hurry', async () => {
    await shop.sim.stop();
    const quick = { webhookUrl: door.url, webhookRetrySpeed: 60 };
    shop = await openTossShop({ now: () => STOPPED_AT_MS, ...quick });
    door.answers.push(503);
    await paid();
    shop.sim.clock.advance(1_000);
    await shop.sim.webhooks.settled();
    expect(shop.sim.webhooks.list()[0]).to.include({ state: 'delivered' });
  });

  it('can be kept back, sent late, and sent twice under the same id', async () => {
    shop.sim.webhooks.hold();
    await paid();
    expect(door.heard).to.have.length(0);
    shop.sim.webhooks.release();
    await shop.sim.webhooks.settled();
    const transmissionId = shop.sim.webhooks.list()[0]?.transmissionId ?? '';
    shop.sim.webhooks.resend(transmissionId);
    await shop.sim.webhooks.settled();
    const header = 'tosspayments-webhook-transmission-id';
    const ids = door.heard.map(({ headers }) => headers[header]);
    expect(ids).to.deep.equal([transmissionId, transmissionId]);
    expect(() => shop.sim.webhooks.resend('whtrans_none')).to.throw('no webhook');
  });

  it('can be there before the confirmation is answered', async () => {
    shop.sim.faults.next({ on: 'confirm', kind: 'webhook-first' });
    const orderId = newOrderId();
    const paymentKey = shop.sim.authenticate({ orderId, amountKrw: AMOUNT_KRW });
    const answering = shop.confirm({ orderId, paymentKey, amount: AMOUNT_KRW });
    await answering;
    expect(kinds()).to.deep.equal(['PAYMENT_STATUS_CHANGED DONE']);
  });

  it('goes nowhere when nobody registered an address, and then to the one that is', async () => {
    shop.sim.webhooks.sendTo(null);
    await paid();
    expect(shop.sim.webhooks.list()[0]).to.include({ state: 'unaddressed' });
    shop.sim.webhooks.sendTo(door.url);
    await paid();
    expect(door.heard).to.have.length(1);
  });
});
