import { expect } from 'chai';
import { newOrderId, openTossShop } from './testing/toss-calls.ts';
import type { TossShop } from './testing/toss-calls.ts';

const DAY_MS = 86_400_000;
const AMOUNT_KRW = 52_000;

describe('an idempotency key of the Toss simulator', () => {
  let shop: TossShop;
  beforeEach(async () => {
    shop = await openTossShop();
  });
  afterEach(() => shop.sim.stop());

  function authenticated() {
    const orderId = newOrderId();
    const paymentKey = shop.sim.authenticate({ orderId, amountKrw: AMOUNT_KRW });
    return { orderId, paymentKey, amount: AMOUNT_KRW };
  }

  it('brings the first answer again, byte for byte, and is echoed', async () => {
    const paid = authenticated();
    const first = await shop.confirm(paid, 'key-1');
    const again = await shop.confirm(paid, 'key-1');
    expect(again.status).to.equal(200);
    expect(again.text).to.equal(first.text);
    expect(again.headers.get('idempotency-key')).to.equal('key-1');
  });

  it('used for another order brings the first order’s answer', async () => {
    const [one, other] = [authenticated(), authenticated()];
    await shop.confirm(one, 'key-1');
    expect((await shop.confirm(other, 'key-1')).body.orderId).to.equal(one.orderId);
    expect(shop.sim.charged()[other.orderId]).to.equal(0);
  });

  it('keeps a refusal too, even when the body is right by then', async () => {
    const paid = authenticated();
    await shop.confirm({ ...paid, amount: 1 }, 'key-1');
    expect((await shop.confirm(paid, 'key-1')).body.code).to.equal('INVALID_REQUEST');
    expect((await shop.confirm(paid, 'key-2')).status).to.equal(200);
  });

  it('is busy while its first call is under way, and charges once', async () => {
    const paid = authenticated();
    for (const kind of ['hold-before', 'hold-after'] as const) {
      const held = shop.sim.faults.next({ on: 'confirm', kind });
      const first = shop.confirm(paid, `key-${kind}`);
      await held.reached;
      const second = await shop.confirm(paid, `key-${kind}`);
      expect([second.status, second.body.code]).to.deep.equal([
        409,
        'IDEMPOTENT_REQUEST_PROCESSING',
      ]);
      held.release();
      const answered = await first;
      expect((await shop.confirm(paid, `key-${kind}`)).text).to.equal(answered.text);
    }
    expect(shop.sim.charged()[paid.orderId]).to.equal(AMOUNT_KRW);
  });

  it('is of one address: another payment’s cancel is another thing', async () => {
    const [one, other] = [authenticated(), authenticated()];
    await shop.confirm(one, 'key-1');
    await shop.confirm(other, 'key-2');
    expect((await shop.cancel(one.paymentKey, {}, 'key-1')).body.status).to.equal('CANCELED');
    expect((await shop.cancel(other.paymentKey, {}, 'key-1')).body.orderId).to.equal(other.orderId);
    const again = await shop.cancel(one.paymentKey, {}, 'key-1');
    expect(again.body.status).to.equal('CANCELED');
  });

  it('is forgotten 15 days after its first use', async () => {
    const paid = authenticated();
    await shop.confirm(paid, 'key-1');
    shop.sim.clock.advance(15 * DAY_MS - 1_000);
    expect((await shop.confirm(paid, 'key-1')).status).to.equal(200);
    shop.sim.clock.advance(1_000);
    expect((await shop.confirm(paid, 'key-1')).body.code).to.equal('ALREADY_PROCESSED_PAYMENT');
  });

  it('has 300 characters at most', async () => {
    const paid = authenticated();
    const tooLong = await shop.confirm(paid, 'k'.repeat(301));
    expect([tooLong.status, tooLong.body.code]).to.deep.equal([400, 'INVALID_IDEMPOTENCY_KEY']);
    expect((await shop.confirm(paid, 'k'.repeat(300))).status).to.equal(200);
  });

  it('means nothing to a look-up', async () => {
    const paid = authenticated();
    const path = `/v1/payments/orders/${paid.orderId}`;
    expect((await shop.call('GET', path, { key: 'key-1' })).body.status).to.equal('IN_PROGRESS');
    await shop.confirm(paid);
    expect((await shop.call('GET', path, { key: 'key-1' })).body.status).to.equal('DONE');
  });
});
