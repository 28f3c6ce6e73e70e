import { ORDER_STATES } from '@sagopalgo/core/rules/order-states.ts';
import { expect } from 'chai';
import { isToPay, moodOf, sellerPlace, statusOf } from './order-status.ts';

type Shown = Parameters<typeof statusOf>[0];

const PAY_BY_MS = 1_000;
const ORDER: Shown = {
  orderState: 'awaiting_payment',
  role: 'buyer',
  payByMs: PAY_BY_MS,
  deadlines: { cancelFromMs: 2_000, refundAtMs: 3_000, deliveredAtMs: 4_000, receivedAtMs: 5_000 },
  payment: null,
  refunds: [],
  history: [],
  stuck: false,
};

describe('how an order stands', () => {
  it('is told to each of the three in every state, and what comes next', () => {
    for (const role of ['buyer', 'seller', 'operator'] as const) {
      for (const orderState of ORDER_STATES) {
        const { title, next } = statusOf({ ...ORDER, role, orderState });
        expect(title, `${role} ${orderState}`).to.have.length.greaterThan(5);
        expect(next, `${role} ${orderState}`).to.match(/요\.$/);
      }
    }
  });

  it('promises nobody the money that the bank took back', () => {
    for (const role of ['buyer', 'seller', 'operator'] as const) {
      for (const orderState of ['shipped', 'received'] as const) {
        const order = { ...ORDER, role, orderState };
        expect(statusOf({ ...order, stuck: true }).next).to.contain('나가지 않아요');
        expect(statusOf(order).next).to.not.contain('담당자가');
      }
    }
    const paying = { ...ORDER, orderState: 'paying', stuck: true } as const;
    expect(statusOf(paying).next).to.not.contain('판매 대금');
  });

  it('names the deadline that runs, and none where none does', () => {
    const at = ORDER_STATES.map((orderState) => [
      orderState,
      statusOf({ ...ORDER, orderState }).deadline?.atMs ?? null,
    ]);
    expect(Object.fromEntries(at)).to.deep.equal({
      awaiting_payment: PAY_BY_MS,
      paying: null,
      awaiting_deposit: PAY_BY_MS,
      paid: 3_000,
      shipped: 4_000,
      delivered: 5_000,
      ...{ received: null, paid_out: null, expired: null },
      ...{ cancelled: null, refunded: null, disputed: null },
    });
  });

  it('counts a deposit by the account’s own due time', () => {
    const virtualAccount = {
      ...{ bankCode: '20', bankName: '우리은행', accountNumber: '1', holderName: null },
      dueAtMs: 700,
    };
    const payment = {
      ...{ tossOrderId: 't', state: 'waiting_for_deposit' as const, amountKrw: 1, method: null },
      ...{ virtualAccount, receiptUrl: null, failure: null },
    };
    const shown = statusOf({ ...ORDER, orderState: 'awaiting_deposit', payment });
    expect(shown.deadline).to.deep.equal({ label: '입금 기한', atMs: 700 });
  });

  it('promises money back only to those who have paid, and asks the buyer where to', () => {
    const cancelled: Shown = { ...ORDER, orderState: 'cancelled' };
    expect(statusOf(cancelled).next).to.equal('결제한 금액이 없어 돌려줄 것도 없어요.');
    const refund = {
      ...{
        refundId: 'r',
        amountKrw: 1,
        cause: 'cancelled' as const,
        isStray: false,
        state: 'pending' as const,
      },
      ...{ createdAtMs: 0, doneAtMs: null },
    };
    expect(statusOf({ ...cancelled, refunds: [refund] }).next).to.contain('모두 돌려드려요');
    const asked = { ...refund, state: 'needs-account' as const };
    expect(statusOf({ ...cancelled, refunds: [asked] }).next).to.contain('계좌를 알려');
    expect(statusOf({ ...cancelled, role: 'seller', refunds: [asked] }).next).not.to.contain(
      '계좌',
    );
  });

  it('is not called confirmed by the buyer where an operator ended a dispute', () => {
    const ended = (event: string) => {
      const line = { event, orderState: 'received', by: 'operator', reason: 'x' } as const;
      const history = [{ ...line, happenedAtMs: 1 }];
      return statusOf({ ...ORDER, orderState: 'received', history }).title;
    };
    expect(ended('settle-dispute')).to.equal('분쟁이 끝났어요');
    expect(ended('release-dispute')).to.equal('분쟁이 끝났어요');
    expect(ended('receive')).to.equal('구매를 확정했어요');
  });

  it('is to be paid by its buyer only, and only as long as nothing was paid', () => {
    const payable = ORDER_STATES.filter((orderState) => isToPay({ orderState, role: 'buyer' }));
    expect(payable).to.deep.equal(['awaiting_payment']);
    expect(isToPay({ orderState: 'awaiting_payment', role: 'seller' })).to.equal(false);
  });

  it('leads its seller on once nothing is left to do there, to the money or to the next sale', () => {
    const places = ORDER_STATES.map((state) => [state, sellerPlace(state)?.to ?? null]);
    expect(Object.fromEntries(places.filter(([, to]) => to !== null))).to.deep.equal({
      ...{ received: '/me/settlement', paid_out: '/me/settlement' },
      ...{ expired: '/me/sales', cancelled: '/me/sales', refunded: '/me/sales' },
    });
  });

  it('is coloured by whether somebody has to act, and whether it ended well', () => {
    expect(moodOf('awaiting_payment')).to.equal('warn');
    expect(moodOf('paid')).to.equal('lead');
    expect(moodOf('expired')).to.equal('plain');
  });
});
