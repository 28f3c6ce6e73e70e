import { expect } from 'chai';
import { carryOutRefund } from '@sagopalgo/core/orders/carry-out-refund.ts';
import { openTill } from './till-system.ts';
import type { TillSystem } from './till-system.ts';

/** Every code by which Toss says for good that it has not charged anything. */
const DEFINITIVE =
  'EXCEED_MAX_CARD_INSTALLMENT_PLAN INVALID_REQUEST NOT_ALLOWED_POINT_USE INVALID_REJECT_CARD ' +
  'BELOW_MINIMUM_AMOUNT INVALID_CARD_EXPIRATION INVALID_STOPPED_CARD ' +
  'EXCEED_MAX_DAILY_PAYMENT_COUNT NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT ' +
  'INVALID_CARD_INSTALLMENT_PLAN NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN ' +
  'EXCEED_MAX_PAYMENT_AMOUNT NOT_FOUND_TERMINAL_ID INVALID_AUTHORIZE_AUTH ' +
  'INVALID_CARD_LOST_OR_STOLEN RESTRICTED_TRANSFER_ACCOUNT INVALID_CARD_NUMBER ' +
  'INVALID_UNREGISTERED_SUBMALL NOT_REGISTERED_BUSINESS EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT ' +
  'EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT EXCEED_MAX_AMOUNT INVALID_ACCOUNT_INFO_RE_REGISTER ' +
  'NOT_AVAILABLE_PAYMENT UNAPPROVED_ORDER_ID EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT ' +
  'REJECT_ACCOUNT_PAYMENT REJECT_CARD_PAYMENT REJECT_CARD_COMPANY FORBIDDEN_REQUEST ' +
  'REJECT_TOSSPAY_INVALID_ACCOUNT EXCEED_MAX_AUTH_COUNT EXCEED_MAX_ONE_DAY_AMOUNT ' +
  'NOT_AVAILABLE_BANK INVALID_PASSWORD FDS_ERROR NOT_FOUND_PAYMENT NOT_FOUND_PAYMENT_SESSION';
const CANCEL_DEFINITIVE =
  'EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT INVALID_REQUEST REFUND_REJECTED FORBIDDEN_REQUEST ' +
  'NOT_CANCELABLE_PAYMENT EXCEED_MAX_REFUND_DUE NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT ' +
  'NOT_ALLOWED_PARTIAL_REFUND NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER EXCEED_CANCEL_LIMIT';

describe('a no of Toss for good', function declining() {
  this.timeout(60_000);
  let till: TillSystem;
  before(async () => {
    till = await openTill();
    till.sim.webhooks.sendTo(null);
  });
  after(() => till.end());

  it('declines the attempt, whichever it is, and leaves the order to be paid by another', async () => {
    const won = await till.won();
    for (const code of DEFINITIVE.split(' ')) {
      const attempt = await till.attempt(won);
      till.sim.faults.next({ on: 'confirm', kind: 'refuse', code, orderId: attempt.tossOrderId });
      const { body } = await till.confirm(attempt);
      expect(body.outcome, code).to.equal('declined');
      expect(body.payment.failure?.code).to.equal(code);
      expect(await till.orderOf(won), code).to.include({ state: 'awaiting_payment' });
    }
    expect(Object.values(till.sim.charged())).to.deep.equal(DEFINITIVE.split(' ').map(() => 0));
    expect((await till.confirm(await till.attempt(won))).body.outcome).to.equal('paid');
  });

  it('leaves a refund to a person, whichever it is, and gives nothing back behind our back', async () => {
    const codes = CANCEL_DEFINITIVE.split(' ');
    for (const code of codes) {
      const attempt = await till.attempt(await till.won());
      await till.confirm(attempt);
      const refundId = await till.askBack(attempt);
      till.sim.faults.next({ on: 'cancel', kind: 'refuse', code, orderId: attempt.tossOrderId });
      expect(await carryOutRefund(till.deps(), refundId), code).to.equal('refused');
      expect((await till.refundsOf(attempt))[0]).to.include({ failureCode: code, tries: 1 });
      expect(till.sim.charged()[attempt.tossOrderId]).to.equal(100_000);
    }
    const told = till.api.log.events.filter(({ event }) => event === 'refund.refused');
    expect(told).to.have.length(codes.length);
  });
});
