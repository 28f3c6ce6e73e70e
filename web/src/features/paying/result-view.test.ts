import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { expect } from 'chai';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import type { ApiRefusalCode } from '../../lib/api-refusal.ts';
import { isUnknown, kindOfState, paymentNow, viewOfAnswer, viewOfError } from './result-view.ts';

type Payment = NonNullable<Order['payment']>;

const PAYMENT: Payment = {
  ...{ tossOrderId: 'one', state: 'confirming', amountKrw: 15_000, method: null },
  ...{ virtualAccount: null, receiptUrl: null, failure: null },
};

describe('what became of a payment', () => {
  it('is what the API answers', () => {
    const paid = viewOfAnswer({ outcome: 'paid', payment: PAYMENT }, null);
    expect(paid).to.include({ kind: 'paid', then: 'order' });
    expect(paid.next).to.contain('15,000원');
    const deposit = viewOfAnswer({ outcome: 'awaiting_deposit', payment: PAYMENT }, null);
    expect(deposit).to.include({ kind: 'awaiting_deposit', then: 'order' });
    const failure = { code: 'REJECT_CARD_COMPANY', message: 'x' };
    const declined = viewOfAnswer({ outcome: 'declined', payment: { ...PAYMENT, failure } }, null);
    expect(declined).to.include({ kind: 'declined', then: 'pay' });
    expect(declined.title).to.contain('받아 주지 않았어요');
  });

  it('is not what was read of the order before the answer', () => {
    const failure = { code: 'REJECT_CARD_COMPANY', message: 'x' };
    const answer = { outcome: 'declined' as const, payment: { ...PAYMENT, failure } };
    const before: Payment = { ...PAYMENT, state: 'pending' };
    expect(viewOfAnswer(answer, before).title).to.contain('받아 주지 않았어요');
    expect(paymentNow(answer, before)).to.equal(answer.payment);
    expect(paymentNow({ ...answer, outcome: 'checking' }, before)).to.equal(before);
  });

  it('is no failure to pay where money was charged for an order that had been passed on', () => {
    const failure = { code: 'PASSED_ON', message: '' };
    for (const state of ['done', 'cancelled'] as const) {
      const payment: Payment = { ...PAYMENT, state, failure };
      const late = viewOfAnswer({ outcome: 'declined', payment }, null);
      expect(late).to.include({ title: '이미 다른 분께 넘어간 주문이에요', then: 'order' });
      expect(late.next).to.contain('모두 돌려드려요');
      const found = viewOfAnswer({ outcome: 'checking', payment: PAYMENT }, payment);
      expect(found.title).to.equal(late.title);
    }
  });

  it('that was open is what the order says by now, of the same attempt only', () => {
    const open = { outcome: 'checking' as const, payment: PAYMENT };
    expect(viewOfAnswer(open, null)).to.include({ kind: 'checking', then: 'wait' });
    expect(viewOfAnswer(open, PAYMENT).kind).to.equal('checking');
    expect(viewOfAnswer(open, { ...PAYMENT, state: 'done' }).kind).to.equal('paid');
    expect(viewOfAnswer(open, { ...PAYMENT, state: 'failed' }).kind).to.equal('declined');
    const another = { ...PAYMENT, tossOrderId: 'two', state: 'done' as const };
    expect(viewOfAnswer(open, another).kind).to.equal('checking');
  });

  it('is never said to have failed while that is not known', () => {
    for (const code of ['NETWORK', 'UNAVAILABLE', 'INTERNAL', 'PAYMENT_UNDER_WAY'] as const) {
      const view = viewOfError(refusal(code), 'awaiting_payment');
      expect(view, code).to.include({ kind: 'checking', then: 'retry' });
      expect(view.next).to.contain('다시 결제하지 마세요');
    }
    expect(isUnknown(new Error('a reply out of form'))).to.equal(true);
  });

  it('is told with its reason where the API refused to charge', () => {
    const view = viewOfError(refusal('PAYMENT_AMOUNT_CHANGED', '금액이 달라요.'), null);
    expect(view).to.include({ kind: 'refused', next: '금액이 달라요.', then: 'pay' });
    expect(viewOfError(refusal('PAYMENT_NOT_FOUND'), null).then).to.equal('order');
    expect(isUnknown(refusal('ORDER_STATE'))).to.equal(false);
  });

  it('is that it was paid already where another window was first', () => {
    const second = viewOfError(refusal('ORDER_STATE'), 'paid');
    expect(second).to.include({ kind: 'paid', title: '이미 결제된 주문이에요', then: 'order' });
    expect(second.next).to.contain('한 번만');
    expect(viewOfError(refusal('ORDER_STATE'), 'expired').kind).to.equal('refused');
    expect(viewOfError(refusal('ORDER_STATE'), null).kind).to.equal('refused');
  });

  it('is no refusal where the order is being paid, or has been, by another attempt', () => {
    expect(kindOfState('shipped')).to.equal('paid');
    expect(kindOfState('paying')).to.equal('checking');
    expect(kindOfState('awaiting_deposit')).to.equal('awaiting_deposit');
    expect(kindOfState('expired')).to.equal('refused');
  });
});

function refusal(code: ApiRefusalCode, message = 'x'): ApiRefusal {
  return new ApiRefusal({ code, message });
}
