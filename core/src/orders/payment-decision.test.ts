import { expect } from 'chai';
import { tossPaymentSchema } from '../toss/payment.ts';
import type { TossPayment } from '../toss/payment.ts';
import { decide } from './payment-decision.ts';
import type { PaymentRow } from './payment-rows.ts';

const ATTEMPT: PaymentRow = {
  ...{ tossOrderId: 'a-toss-order', orderId: 'an-order', buyerId: 'a-buyer', amountKrw: 1_000 },
  ...{ state: 'confirming', paymentKey: 'a-key', method: null, secret: null, virtualAccount: null },
  ...{ receiptUrl: null, failureCode: null, failureMessage: null, balanceKrw: 0, createdAtMs: 1 },
  ...{ confirmingAtMs: 2, doneAtMs: null, askedAtMs: null },
  ...{ answeredAtMs: null, toldHeldKrw: null },
};
const STATES = [
  ...(['pending', 'confirming', 'waiting_for_deposit', 'done', 'failed', 'cancelled'] as const),
];
const CANCELS = {
  CANCELED: [{ cancelAmount: 1_000, transactionKey: 't' }],
  PARTIAL_CANCELED: [{ cancelAmount: 400, transactionKey: 't' }],
};

/** What follows by how an attempt stands here (across) and at Toss (down). */
const TABLE = `
                     pending      confirming     waiting_for_deposit  done            failed         cancelled
READY                nothing      nothing        nothing              nothing         nothing        nothing
IN_PROGRESS          nothing      nothing        nothing              nothing         nothing        nothing
DONE                 stand-still  charge         charge               nothing         charge         nothing
PARTIAL_CANCELED     stand-still  charge         charge               follow-cancels  charge         follow-cancels
CANCELED             stand-still  decline        lapse-deposit        follow-cancels  nothing        nothing
WAITING_FOR_DEPOSIT  stand-still  await-deposit  nothing              undo-deposit    await-deposit  nothing
ABORTED              nothing      decline        lapse-deposit        stand-still     nothing        stand-still
EXPIRED              nothing      decline        lapse-deposit        stand-still     nothing        stand-still
SOMETHING_NEW        nothing      nothing        nothing              nothing         nothing        nothing
constructor          nothing      nothing        nothing              nothing         nothing        nothing
`;

describe('what follows from how a payment stands at Toss', () => {
  for (const row of TABLE.trim().split('\n').slice(1)) {
    const [status = '', ...follows] = row.trim().split(/\s+/);
    for (const [index, state] of STATES.entries()) {
      it(`is ${follows[index]} for ${status} there and ${state} here`, () => {
        expect(decide(ours({ state }), theirs({ status })).follows).to.equal(follows[index]);
      });
    }
  }

  it('is that a person looks when anything about the money is not as we made it', () => {
    for (const odd of [
      { orderId: 'another-order' },
      { paymentKey: 'another-key' },
      { currency: 'USD' },
      { totalAmount: 999, balanceAmount: 999 },
      { totalAmount: 1_001, balanceAmount: 1_001 },
      { balanceAmount: 900 },
    ]) {
      const decision = decide(ours({}), theirs({ status: 'DONE', ...odd }));
      expect(decision.follows, JSON.stringify(odd)).to.equal('stand-still');
    }
    const partly = theirs({ status: 'PARTIAL_CANCELED', balanceAmount: 1_000 });
    expect(decide(ours({ state: 'done' }), partly).follows).to.equal('stand-still');
  });

  it('is nothing where another payment of the same order id came to nothing', () => {
    for (const status of ['ABORTED', 'EXPIRED', 'IN_PROGRESS']) {
      const other = theirs({ status, paymentKey: 'another-key', totalAmount: 5 });
      expect(decide(ours({}), other).follows).to.equal('nothing');
    }
  });

  it('carries Toss’s own reason of a decline, and has one where Toss gives none', () => {
    const failure = { code: 'REJECT_CARD_COMPANY', message: '거절' };
    expect(decide(ours({}), theirs({ status: 'ABORTED', failure }))).to.deep.equal({
      follows: 'decline',
      ...failure,
    });
    expect(decide(ours({}), theirs({ status: 'EXPIRED' }))).to.include({ code: 'EXPIRED' });
  });

  it('ends an account that Toss calls expired, whatever its status', () => {
    const account = { accountNumber: '1', bankCode: '92', expired: true };
    const over = theirs({ status: 'WAITING_FOR_DEPOSIT', virtualAccount: account });
    expect(decide(ours({ state: 'waiting_for_deposit' }), over).follows).to.equal('lapse-deposit');
    expect(decide(ours({}), over).follows).to.equal('decline');
  });
});

function ours(given: Partial<PaymentRow>): PaymentRow {
  const isBooked = given.state === 'done' || given.state === 'cancelled';
  const paymentKey = given.state === 'pending' ? null : 'a-key';
  const balanceKrw = given.state === 'done' ? 1_000 : 0;
  return { ...ATTEMPT, paymentKey, balanceKrw, doneAtMs: isBooked ? 3 : null, ...given };
}

function theirs(given: Record<string, unknown>): TossPayment {
  const status = given['status'];
  const cancels = status === 'CANCELED' || status === 'PARTIAL_CANCELED' ? CANCELS[status] : [];
  const backKrw = cancels[0]?.cancelAmount ?? 0;
  return tossPaymentSchema.parse({
    ...{ paymentKey: 'a-key', orderId: 'a-toss-order', currency: 'KRW', totalAmount: 1_000 },
    ...{ balanceAmount: 1_000 - backKrw, cancels },
    ...given,
  });
}
