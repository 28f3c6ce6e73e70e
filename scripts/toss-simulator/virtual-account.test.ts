import { expect } from 'chai';
import { newOrderId, openTossShop } from './testing/toss-calls.ts';
import type { TossShop } from './testing/toss-calls.ts';

const HOUR_MS = 3_600_000;
const AMOUNT_KRW = 48_000;
const REFUND_ACCOUNT = { bank: '20', accountNumber: '1234567890', holderName: '김구매' };

describe('a virtual account of the Toss simulator', () => {
  let shop: TossShop;
  before(async () => {
    shop = await openTossShop();
  });
  after(() => shop.sim.stop());

  async function waiting(virtualAccountValidMs = HOUR_MS) {
    const orderId = newOrderId();
    const wish = { orderId, amountKrw: AMOUNT_KRW, method: '가상계좌' as const };
    const paymentKey = shop.sim.authenticate({ ...wish, virtualAccountValidMs });
    const { body } = await shop.confirm({ orderId, paymentKey, amount: AMOUNT_KRW });
    return { orderId, paymentKey, body };
  }
  const charged = (orderId: string) => shop.sim.charged()[orderId];
  const statusOf = async (orderId: string) => (await shop.byOrder(orderId)).body.status;

  it('waits for the money after the confirmation, which takes none', async () => {
    const { orderId, body } = await waiting();
    expect(body).to.include({ status: 'WAITING_FOR_DEPOSIT', method: '가상계좌' });
    expect(body['approvedAt']).to.equal(null);
    expect(body.virtualAccount).to.include({ accountType: '일반', expired: false });
    expect(body.virtualAccount?.['accountNumber']).to.match(/^X\d{13}$/);
    expect(charged(orderId)).to.equal(0);
  });

  it('is paid when the buyer sends the money', async () => {
    const { orderId, body } = await waiting();
    shop.sim.deposit(orderId);
    const found = (await shop.byOrder(orderId)).body;
    expect(found.status).to.equal('DONE');
    expect(found.secret).to.equal(body.secret);
    expect(charged(orderId)).to.equal(AMOUNT_KRW);
    expect(() => shop.sim.deposit(orderId)).to.throw('takes no money');
  });

  it('waits again when the bank takes the deposit back', async () => {
    const { orderId } = await waiting();
    expect(() => shop.sim.failDeposit(orderId)).to.throw('has no deposit');
    shop.sim.deposit(orderId);
    shop.sim.failDeposit(orderId);
    expect(await statusOf(orderId)).to.equal('WAITING_FOR_DEPOSIT');
    expect(charged(orderId)).to.equal(0);
    shop.sim.deposit(orderId);
    expect(charged(orderId)).to.equal(AMOUNT_KRW);
  });

  it('expires when its time is over, and takes only money that was on its way', async () => {
    const { orderId, paymentKey } = await waiting();
    shop.sim.clock.advance(HOUR_MS);
    const { body } = await shop.byOrder(orderId);
    expect(body.status).to.equal('EXPIRED');
    expect(body.virtualAccount).to.include({ expired: true });
    expect(() => shop.sim.deposit(orderId)).to.throw('takes no money');
    expect((await shop.cancel(paymentKey)).body.code).to.equal('NOT_CANCELABLE_PAYMENT');
    shop.sim.deposit(orderId, { late: true });
    expect(await statusOf(orderId)).to.equal('DONE');
    expect(charged(orderId)).to.equal(AMOUNT_KRW);
  });

  it('is closed by a cancel while it waits, but not in part', async () => {
    const { orderId, paymentKey } = await waiting();
    const partial = await shop.cancel(paymentKey, { cancelAmount: 1_000 });
    expect(partial.body.code).to.equal('NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT');
    expect((await shop.cancel(paymentKey)).body.status).to.equal('CANCELED');
    expect(charged(orderId)).to.equal(0);
    expect(() => shop.sim.deposit(orderId)).to.throw('takes no money');
  });

  it('gives money back only to an account that is named in full', async () => {
    const { orderId, paymentKey } = await waiting();
    shop.sim.deposit(orderId);
    const wrong = [
      [undefined, 'INVALID_REFUND_ACCOUNT_INFO'],
      [{ ...REFUND_ACCOUNT, accountNumber: '12-34' }, 'INVALID_REFUND_ACCOUNT_NUMBER'],
      [{ ...REFUND_ACCOUNT, bank: '' }, 'INVALID_BANK'],
      [{ ...REFUND_ACCOUNT, holderName: '' }, 'INVALID_REFUND_ACCOUNT_INFO'],
    ] as const;
    for (const [refundReceiveAccount, code] of wrong) {
      const answer = await shop.cancel(paymentKey, { refundReceiveAccount });
      expect([answer.status, answer.body.code]).to.deep.equal([400, code]);
    }
    expect(charged(orderId)).to.equal(AMOUNT_KRW);
    const refundReceiveAccount = REFUND_ACCOUNT;
    const part = await shop.cancel(paymentKey, { cancelAmount: 8_000, refundReceiveAccount });
    expect(part.body.status).to.equal('PARTIAL_CANCELED');
    expect(part.body.virtualAccount).to.include({ refundStatus: 'COMPLETED' });
    expect(charged(orderId)).to.equal(40_000);
  });

  it('shows where the money went back to for half an hour', async () => {
    const { orderId, paymentKey } = await waiting();
    shop.sim.deposit(orderId);
    await shop.cancel(paymentKey, { refundReceiveAccount: REFUND_ACCOUNT });
    const shown = async () =>
      (await shop.byOrder(orderId)).body.virtualAccount?.['refundReceiveAccount'];
    expect(await shown()).to.include({ accountNumber: '1234567890' });
    shop.sim.clock.advance(HOUR_MS / 2);
    expect(await shown()).to.equal(null);
  });
});
