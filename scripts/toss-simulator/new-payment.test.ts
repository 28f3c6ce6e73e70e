import { expect } from 'chai';
import { newOrderId, openTossShop } from './testing/toss-calls.ts';
import type { TossShop } from './testing/toss-calls.ts';

const PAGE_URL = 'http://shop.test/orders/7';

describe('a payment that a page opens at the Toss simulator', () => {
  let shop: TossShop;
  before(async () => {
    shop = await openTossShop();
  });
  after(() => shop.sim.stop());

  async function open(more: object, clientKey: unknown = shop.sim.keys.clientKey) {
    const orderId = newOrderId();
    const wish = {
      ...{ orderId, orderName: '달항아리', customerKey: '@@ANONYMOUS', method: '카드' },
      ...{ amountKrw: 60_000, successUrl: PAGE_URL, failUrl: PAGE_URL, ...more },
    };
    const answer = await fetch(`${shop.sim.url}/__sim/widget/payments`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', origin: 'http://shop.test' },
      body: JSON.stringify({ clientKey, wish }),
    });
    expect(answer.headers.get('access-control-allow-origin')).to.equal('*');
    const told = (await answer.json()) as { code?: string; checkoutPath?: string };
    return { orderId, status: answer.status, ...told };
  }

  it('is READY, has the amount that the page said, and tells the page no payment key', async () => {
    const { orderId, checkoutPath } = await open({ amountKrw: 1_000 });
    const payment = shop.sim.payments().find((each) => each.orderId === orderId);
    expect(payment).to.include({ status: 'READY', amountKrw: 1_000, authenticatedAtMs: null });
    expect(checkoutPath).not.to.include(payment?.paymentKey);
  });

  it('is refused with the code of what is wrong with it', async () => {
    const pairs = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, '1']));
    const cases = [
      [{ orderId: 'x'.repeat(65) }, 'INVALID_ORDER_ID'],
      [{ orderId: 'order=00001' }, 'INVALID_ORDER_ID'],
      [{ orderName: '' }, 'INVALID_ORDER_NAME'],
      [{ customerKey: 'a' }, 'INVALID_CUSTOMER_KEY'],
      [{ customerKey: 'x'.repeat(51) }, 'INVALID_CUSTOMER_KEY'],
      [{ successUrl: '/success' }, 'INCORRECT_SUCCESS_URL_FORMAT'],
      [{ failUrl: 'javascript:alert(1)' }, 'INCORRECT_FAIL_URL_FORMAT'],
      [{ amountKrw: 10.5 }, 'INVALID_AMOUNT_VALUE'],
      [{ amountKrw: -1 }, 'BELOW_ZERO_AMOUNT'],
      [{ amountKrw: 99 }, 'BELOW_MINIMUM_AMOUNT'],
      [{ amountKrw: 199, method: '가상계좌' }, 'BELOW_MINIMUM_AMOUNT'],
      [{ amountKrw: 10_000_001, method: '계좌이체' }, 'EXCEEDS_TRANSFER_AMOUNT_MAXIMUM'],
      [
        { amountKrw: 49_999, installmentMonths: 2 },
        'NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT',
      ],
      [{ method: '현금' }, 'NOT_SELECTED_PAYMENT_METHOD'],
      [{ customerEmail: 'x'.repeat(101) }, 'INVALID_PARAMETERS'],
      [{ customerMobilePhone: '010-1234-5678' }, 'INVALID_PARAMETERS'],
      [{ metadata: { 'a[0]': '1' } }, 'INVALID_METADATA'],
      [{ metadata: pairs }, 'INVALID_METADATA'],
    ] as const;
    for (const [more, code] of cases) {
      const { status, code: told } = await open(more);
      expect([status, told], JSON.stringify(more)).to.deep.equal([400, code]);
    }
  });

  it('is taken at the very limits', async () => {
    const limits = [
      { amountKrw: 100 },
      { amountKrw: 200, method: '계좌이체' },
      { amountKrw: 10_000_000, method: '계좌이체' },
      { amountKrw: 50_000, installmentMonths: 12 },
      { orderName: 'x'.repeat(100), metadata: { key: 'x'.repeat(2_000) } },
    ];
    for (const more of limits) {
      expect((await open(more)).status, JSON.stringify(more)).to.equal(200);
    }
  });

  it('is for the simulator’s client key alone', async () => {
    const cases = [
      [shop.sim.keys.secretKey, 'INSECURE_KEY_USAGE'],
      ['live_gsk_0123456789', 'INSECURE_KEY_USAGE'],
      ['test_ck_0123456789', 'NOT_SUPPORTED_API_INDIVIDUAL_KEY'],
      ['live_gck_0123456789', 'INVALID_CLIENT_KEY'],
      ['test_gck_sim_other', 'INVALID_CLIENT_KEY'],
      [7, 'INVALID_CLIENT_KEY'],
    ] as const;
    for (const [clientKey, code] of cases) {
      expect((await open({}, clientKey)).code, String(clientKey)).to.equal(code);
    }
  });
});
