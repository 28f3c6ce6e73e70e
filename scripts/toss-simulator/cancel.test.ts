import { expect } from 'chai';
import { newOrderId, openTossShop } from './testing/toss-calls.ts';
import type { TossReply, TossShop } from './testing/toss-calls.ts';

const DAY_MS = 86_400_000;
const AMOUNT_KRW = 10_000;

describe('the Toss simulator gives back', () => {
  let shop: TossShop;
  before(async () => {
    shop = await openTossShop();
  });
  after(() => shop.sim.stop());

  async function paid(method: '카드' | '계좌이체' = '카드') {
    const orderId = newOrderId();
    const paymentKey = shop.sim.authenticate({ orderId, amountKrw: AMOUNT_KRW, method });
    await shop.confirm({ orderId, paymentKey, amount: AMOUNT_KRW });
    return { orderId, paymentKey };
  }
  const charged = (orderId: string) => shop.sim.charged()[orderId];
  const refusedWith = ({ status, body }: TossReply) => `${status} ${body.code}`;

  it('everything at once: CANCELED, and not again', async () => {
    const { orderId, paymentKey } = await paid();
    const before = (await shop.byOrder(orderId)).body['lastTransactionKey'];
    const { body } = await shop.cancel(paymentKey, { cancelReason: '낙찰 취소' });
    expect(body).to.include({ status: 'CANCELED', balanceAmount: 0, totalAmount: AMOUNT_KRW });
    expect(body).to.include({ suppliedAmount: 0, vat: 0 });
    expect(body['lastTransactionKey']).not.to.equal(before);
    expect(body.cancels?.[0]).to.include({ cancelAmount: AMOUNT_KRW, cancelReason: '낙찰 취소' });
    expect(body.cancels?.[0]).to.include({ refundableAmount: 0, cancelStatus: 'DONE' });
    expect(charged(orderId)).to.equal(0);
    expect(refusedWith(await shop.cancel(paymentKey))).to.equal('400 ALREADY_CANCELED_PAYMENT');
  });

  it('parts of it, and stays PARTIAL_CANCELED when the last won is given back', async () => {
    const { orderId, paymentKey } = await paid();
    const first = await shop.cancel(paymentKey, { cancelAmount: 3_000 });
    expect(first.body).to.include({ status: 'PARTIAL_CANCELED', balanceAmount: 7_000 });
    expect(charged(orderId)).to.equal(7_000);
    const rest = await shop.cancel(paymentKey, { cancelAmount: 7_000 });
    expect(rest.body).to.include({ status: 'PARTIAL_CANCELED', balanceAmount: 0 });
    expect(rest.body.cancels).to.have.length(2);
    expect(refusedWith(await shop.cancel(paymentKey))).to.equal('403 NOT_CANCELABLE_AMOUNT');
    expect(charged(orderId)).to.equal(0);
  });

  it('no more than is left, and only when the shop knows what is left', async () => {
    const { orderId, paymentKey } = await paid();
    const tooMuch = await shop.cancel(paymentKey, { cancelAmount: AMOUNT_KRW + 1 });
    expect(refusedWith(tooMuch)).to.equal('403 NOT_CANCELABLE_AMOUNT');
    const unaware = await shop.cancel(paymentKey, { cancelAmount: 1, refundableAmount: 9_999 });
    expect(refusedWith(unaware)).to.equal('400 NOT_MATCHES_REFUNDABLE_AMOUNT');
    expect(charged(orderId)).to.equal(AMOUNT_KRW);
    const aware = await shop.cancel(paymentKey, { cancelAmount: 1, refundableAmount: AMOUNT_KRW });
    expect(aware.body.balanceAmount).to.equal(9_999);
  });

  it('nothing without a reason, with a wrong amount or in another currency', async () => {
    const { orderId, paymentKey } = await paid();
    const wrong = [
      { cancelReason: '' },
      { cancelReason: 'x'.repeat(201) },
      { cancelAmount: 0 },
      { cancelAmount: '5000' },
      { currency: 'USD' },
    ];
    for (const body of wrong) {
      expect(refusedWith(await shop.cancel(paymentKey, body))).to.equal('400 INVALID_REQUEST');
    }
    expect(charged(orderId)).to.equal(AMOUNT_KRW);
  });

  it('nothing of a payment that took nothing, and knows no other', async () => {
    const orderId = newOrderId();
    const paymentKey = shop.sim.authenticate({ orderId, amountKrw: AMOUNT_KRW });
    expect(refusedWith(await shop.cancel(paymentKey))).to.equal('403 NOT_CANCELABLE_PAYMENT');
    expect(refusedWith(await shop.cancel('nobody'))).to.equal('404 NOT_FOUND_PAYMENT');
  });

  it('a transfer for 180 days, a card longer', async () => {
    const [transfer, card] = [await paid('계좌이체'), await paid('카드')];
    shop.sim.clock.advance(181 * DAY_MS);
    const late = await shop.cancel(transfer.paymentKey);
    expect(refusedWith(late)).to.equal('403 EXCEED_MAX_REFUND_DUE');
    expect((await shop.cancel(card.paymentKey)).body.status).to.equal('CANCELED');
  });

  it('nothing when it was told to refuse', async () => {
    const { orderId, paymentKey } = await paid();
    shop.sim.faults.next({ on: 'cancel', kind: 'refuse', code: 'REFUND_REJECTED' });
    expect(refusedWith(await shop.cancel(paymentKey))).to.equal('400 REFUND_REJECTED');
    expect(charged(orderId)).to.equal(AMOUNT_KRW);
  });

  it('once, when the same key asks twice', async () => {
    const { orderId, paymentKey } = await paid();
    const first = await shop.cancel(paymentKey, { cancelAmount: 4_000 }, 'refund-1');
    const again = await shop.cancel(paymentKey, { cancelAmount: 4_000 }, 'refund-1');
    expect(again.text).to.equal(first.text);
    expect(charged(orderId)).to.equal(6_000);
  });
});
