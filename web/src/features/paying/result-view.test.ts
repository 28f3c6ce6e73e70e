import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { expect } from 'chai';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import type { ApiRefusalCode } from '../../lib/api-refusal.ts';
import { isUnknown, viewOfAnswer, viewOfError } from './result-view.ts';

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
      const view = viewOfError(refusal(code));
      expect(view, code).to.include({ kind: 'checking', then: 'retry' });
      expect(view.next).to.contain('다시 결제하지 마세요');
    }
    expect(isUnknown(new Error('a reply out of form'))).to.equal(true);
  });

  it('is told with its reason where the API refused to charge', () => {
    const view = viewOfError(refusal('PAYMENT_AMOUNT_CHANGED', '금액이 달라요.'));
    expect(view).to.include({ kind: 'refused', next: '금액이 달라요.', then: 'order' });
    expect(isUnknown(refusal('ORDER_STATE'))).to.equal(false);
  });
});

function refusal(code: ApiRefusalCode, message = 'x'): ApiRefusal {
  return new ApiRefusal({ code, message });
}
