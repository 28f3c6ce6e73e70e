import { expect } from 'chai';
import { basic, newOrderId, openTossShop } from './testing/toss-calls.ts';
import type { TossShop } from './testing/toss-calls.ts';

const MINUTE_MS = 60_000;
/** A clock that only the tests move. */
const STOPPED_AT_MS = Date.parse('2031-05-05T12:00:00+09:00');
const AMOUNT_KRW = 35_000;

describe('the Toss simulator confirms', () => {
  let shop: TossShop;
  before(async () => {
    shop = await openTossShop({ now: () => STOPPED_AT_MS });
  });
  after(() => shop.sim.stop());

  function authenticated(more: Partial<Parameters<TossShop['sim']['authenticate']>[0]> = {}) {
    const orderId = newOrderId();
    const paymentKey = shop.sim.authenticate({ orderId, amountKrw: AMOUNT_KRW, ...more });
    return { orderId, paymentKey, amount: AMOUNT_KRW };
  }

  it('an authenticated payment: DONE, with the whole Payment, and the money is taken', async () => {
    const paid = authenticated();
    expect(shop.sim.charged()[paid.orderId]).to.equal(0);
    const { status, body, headers } = await shop.confirm(paid);
    expect(status).to.equal(200);
    expect(body).to.include({ status: 'DONE', method: '카드', currency: 'KRW', type: 'NORMAL' });
    expect(body).to.include({ ...{ totalAmount: 35_000, balanceAmount: 35_000 }, vat: 3_182 });
    expect(body).to.include({ suppliedAmount: 31_818, version: '2022-11-16', failure: null });
    expect(body['approvedAt']).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/);
    expect(body.secret).to.match(/^ps_/);
    expect(headers.get('x-tosspayments-trace-id')).to.match(/^[0-9a-f]{32}$/);
    expect(shop.sim.charged()[paid.orderId]).to.equal(AMOUNT_KRW);
    expect((await shop.byOrder(paid.orderId)).body).to.deep.equal(body);
    const byKey = await shop.call('GET', `/v1/payments/${paid.paymentKey}`);
    expect(byKey.body).to.deep.equal(body);
  });

  it('takes an amount that is a string, as Toss’s own samples send it', async () => {
    const paid = authenticated();
    expect((await shop.confirm({ ...paid, amount: '35000' })).body.status).to.equal('DONE');
  });

  it('not without the right secret key and its colon', async () => {
    const paid = authenticated();
    const { clientKey, secretKey } = shop.sim.keys;
    const cases = [
      [undefined, 401, 'UNAUTHORIZED_KEY'],
      [`Bearer ${secretKey}`, 401, 'UNAUTHORIZED_KEY'],
      [basic(secretKey), 403, 'INCORRECT_BASIC_AUTH_FORMAT'],
      [basic(`${secretKey}x:`), 401, 'UNAUTHORIZED_KEY'],
      [basic(`${clientKey}:`), 401, 'UNAUTHORIZED_KEY'],
      [basic('live_gsk_0123456789:'), 401, 'UNAUTHORIZED_KEY'],
    ] as const;
    for (const [authorization, status, code] of cases) {
      const answer = await fetch(`${shop.sim.url}/v1/payments/confirm`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
        body: JSON.stringify(paid),
      });
      expect(answer.status, authorization).to.equal(status);
      expect(((await answer.json()) as { code: string }).code, authorization).to.equal(code);
    }
    expect(shop.sim.charged()[paid.orderId]).to.equal(0);
  });

  it('not another order, another amount, an unknown key or a body that lacks something', async () => {
    const paid = authenticated();
    const wrong = [
      [{ ...paid, orderId: newOrderId() }, 403, 'FORBIDDEN_REQUEST'],
      [{ ...paid, amount: AMOUNT_KRW - 1 }, 400, 'INVALID_REQUEST'],
      [{ ...paid, paymentKey: 'nobody' }, 404, 'NOT_FOUND_PAYMENT_SESSION'],
      [{ ...paid, amount: 1.5 }, 400, 'INVALID_REQUEST'],
      [{ paymentKey: paid.paymentKey }, 400, 'INVALID_REQUEST'],
    ] as const;
    for (const [body, status, code] of wrong) {
      const answer = await shop.call('POST', '/v1/payments/confirm', { body });
      expect({ status: answer.status, code: answer.body.code }).to.deep.equal({ status, code });
    }
    expect((await shop.byOrder(paid.orderId)).body.status).to.equal('IN_PROGRESS');
    expect((await shop.confirm(paid)).status).to.equal(200);
  });

  it('not twice without an idempotency key, and no second payment of a paid order', async () => {
    const paid = authenticated();
    const other = shop.sim.authenticate({ orderId: paid.orderId, amountKrw: AMOUNT_KRW });
    await shop.confirm(paid);
    expect((await shop.confirm(paid)).body.code).to.equal('ALREADY_PROCESSED_PAYMENT');
    const second = await shop.confirm({ ...paid, paymentKey: other });
    expect(second.body.code).to.equal('DUPLICATED_ORDER_ID');
    expect(shop.sim.charged()[paid.orderId]).to.equal(AMOUNT_KRW);
    expect((await shop.byOrder(paid.orderId)).body.paymentKey).to.equal(paid.paymentKey);
    expect(() => shop.sim.authenticate({ orderId: paid.orderId, amountKrw: 1_000 })).to.throw(
      'DUPLICATED_ORDER_ID',
    );
  });

  it('until ten minutes after the authentication and no longer', async () => {
    const inTime = authenticated();
    shop.sim.clock.advance(10 * MINUTE_MS - 1);
    expect((await shop.confirm(inTime)).status).to.equal(200);
    const late = authenticated();
    shop.sim.clock.advance(10 * MINUTE_MS);
    const { status, body } = await shop.confirm(late);
    expect([status, body.code]).to.deep.equal([404, 'NOT_FOUND_PAYMENT_SESSION']);
    const found = await shop.byOrder(late.orderId);
    expect(found.body).to.include({ status: 'EXPIRED' });
    expect(found.body.failure?.code).to.equal('EXPIRED_PAYMENT');
    expect(shop.sim.charged()[late.orderId]).to.equal(0);
  });

  it('no payment that the bank refuses: ABORTED, with the reason', async () => {
    const paid = authenticated({ confirmRefusal: 'REJECT_CARD_PAYMENT' });
    const { status, body } = await shop.confirm(paid);
    expect([status, body.code]).to.deep.equal([403, 'REJECT_CARD_PAYMENT']);
    const found = await shop.byOrder(paid.orderId);
    expect(found.body.status).to.equal('ABORTED');
    expect(found.body.failure?.code).to.equal('REJECT_CARD_PAYMENT');
    expect((await shop.confirm(paid)).body.code).to.equal('NOT_FOUND_PAYMENT_SESSION');
  });

  it('again after a refusal that is only temporary', async () => {
    const paid = authenticated();
    shop.sim.faults.next({ on: 'confirm', kind: 'refuse', code: 'PROVIDER_ERROR' });
    expect((await shop.confirm(paid)).body.code).to.equal('PROVIDER_ERROR');
    expect((await shop.byOrder(paid.orderId)).body.status).to.equal('IN_PROGRESS');
    expect((await shop.confirm(paid)).body.status).to.equal('DONE');
  });

  it('nothing under a test code, which it answers with', async () => {
    const paid = authenticated();
    const withCode = (code: string) =>
      shop.call('POST', '/v1/payments/confirm', {
        body: paid,
        headers: { 'TossPayments-Test-Code': code },
      });
    expect((await withCode('EXCEED_MAX_AMOUNT')).body.code).to.equal('EXCEED_MAX_AMOUNT');
    const forced = await withCode('IDEMPOTENT_REQUEST_PROCESSING');
    expect(forced.status).to.equal(409);
    const unknown = await withCode('NO_SUCH_CODE');
    expect([unknown.status, unknown.body.code]).to.deep.equal([400, 'INVALID_TEST_CODE']);
    expect((await shop.byOrder(paid.orderId)).body.status).to.equal('IN_PROGRESS');
  });

  it('in English when asked to', async () => {
    const body = { paymentKey: 'x' };
    const headers = { 'accept-language': 'en-US' };
    const answer = await shop.call('POST', '/v1/payments/confirm', { body, headers });
    expect(answer.body.message).to.equal('The bad request.');
  });

  it('nothing that it cannot read, and knows no other paths', async () => {
    const broken = await fetch(`${shop.sim.url}/v1/payments/confirm`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(broken.status).to.equal(400);
    expect(((await broken.json()) as { code: string }).code).to.equal('INVALID_REQUEST');
    expect((await shop.call('GET', '/v1/nothing')).body.code).to.equal('NOT_FOUND');
    expect((await shop.byOrder(newOrderId())).body.code).to.equal('NOT_FOUND_PAYMENT');
  });
});
