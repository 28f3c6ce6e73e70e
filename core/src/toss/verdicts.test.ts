import { expect } from 'chai';
import { cancelVerdict, confirmVerdict, isOurFault, lookUpVerdict } from './verdicts.ts';
import type { Failed } from './verdicts.ts';

/** Toss's own tables, by the status that each code comes with. */
const CONFIRM_DEFINITIVE = {
  400:
    'EXCEED_MAX_CARD_INSTALLMENT_PLAN INVALID_REQUEST NOT_ALLOWED_POINT_USE INVALID_REJECT_CARD ' +
    'BELOW_MINIMUM_AMOUNT INVALID_CARD_EXPIRATION INVALID_STOPPED_CARD ' +
    'EXCEED_MAX_DAILY_PAYMENT_COUNT NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT ' +
    'INVALID_CARD_INSTALLMENT_PLAN NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN ' +
    'EXCEED_MAX_PAYMENT_AMOUNT NOT_FOUND_TERMINAL_ID INVALID_AUTHORIZE_AUTH ' +
    'INVALID_CARD_LOST_OR_STOLEN RESTRICTED_TRANSFER_ACCOUNT INVALID_CARD_NUMBER ' +
    'INVALID_UNREGISTERED_SUBMALL NOT_REGISTERED_BUSINESS EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT ' +
    'EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT EXCEED_MAX_AMOUNT INVALID_ACCOUNT_INFO_RE_REGISTER ' +
    'NOT_AVAILABLE_PAYMENT UNAPPROVED_ORDER_ID EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT',
  403:
    'REJECT_ACCOUNT_PAYMENT REJECT_CARD_PAYMENT REJECT_CARD_COMPANY FORBIDDEN_REQUEST ' +
    'REJECT_TOSSPAY_INVALID_ACCOUNT EXCEED_MAX_AUTH_COUNT EXCEED_MAX_ONE_DAY_AMOUNT ' +
    'NOT_AVAILABLE_BANK INVALID_PASSWORD FDS_ERROR',
  404: 'NOT_FOUND_PAYMENT NOT_FOUND_PAYMENT_SESSION',
};
const CONFIRM_UNKNOWN = {
  400: 'ALREADY_PROCESSED_PAYMENT PROVIDER_ERROR CARD_PROCESSING_ERROR INVALID_API_KEY',
  401: 'UNAUTHORIZED_KEY',
  403: 'INCORRECT_BASIC_AUTH_FORMAT',
  500:
    'FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING FAILED_INTERNAL_SYSTEM_PROCESSING ' +
    'UNKNOWN_PAYMENT_ERROR',
};
const CANCEL_DEFINITIVE = {
  400: 'EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT INVALID_REQUEST REFUND_REJECTED',
  403:
    'FORBIDDEN_REQUEST NOT_CANCELABLE_PAYMENT EXCEED_MAX_REFUND_DUE ' +
    'NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT NOT_ALLOWED_PARTIAL_REFUND ' +
    'NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER EXCEED_CANCEL_LIMIT',
  404: 'NOT_FOUND_PAYMENT',
};
const CANCEL_WRONG_ACCOUNT = {
  400:
    'INVALID_REFUND_ACCOUNT_INFO INVALID_REFUND_ACCOUNT_NUMBER INVALID_BANK ' +
    'FORBIDDEN_BANK_REFUND_REQUEST',
};
const CANCEL_UNKNOWN = {
  400:
    'ALREADY_CANCELED_PAYMENT NOT_MATCHES_REFUNDABLE_AMOUNT PROVIDER_ERROR ' +
    'ALREADY_REFUND_PAYMENT',
  401: 'UNAUTHORIZED_KEY',
  403:
    'NOT_CANCELABLE_AMOUNT FORBIDDEN_CONSECUTIVE_REQUEST NOT_AVAILABLE_BANK ' +
    'INCORRECT_BASIC_AUTH_FORMAT',
  500:
    'FAILED_INTERNAL_SYSTEM_PROCESSING FAILED_REFUND_PROCESS FAILED_METHOD_HANDLING_CANCEL ' +
    'FAILED_PARTIAL_REFUND COMMON_ERROR FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING',
};
const LOOK_UP_UNKNOWN = {
  400: 'NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT',
  401: 'UNAUTHORIZED_KEY',
  403: 'FORBIDDEN_CONSECUTIVE_REQUEST INCORRECT_BASIC_AUTH_FORMAT',
  404: 'HTTP_404',
  500: 'FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING NOT_FOUND_PAYMENT',
};
const NEVER_HEARD_OF = {
  400: 'SOMETHING_NEW UNREADABLE_ANSWER __proto__ constructor toString',
  402: 'HTTP_402',
  429: 'TOO_MANY_REQUESTS',
  500: 'REJECT_CARD_COMPANY REFUND_REJECTED',
  502: 'HTTP_502',
};
const UNDER_WAY = error(409, 'IDEMPOTENT_REQUEST_PROCESSING');
const SILENCE: Failed = { kind: 'no-answer', reason: 'ECONNRESET', traceId: null };

describe('what an error of Toss proves', () => {
  for (const [verdict, tables] of [
    ['definitive', [CONFIRM_DEFINITIVE]],
    ['unknown', [CONFIRM_UNKNOWN, NEVER_HEARD_OF]],
  ] as const) {
    for (const answer of tables.flatMap(errorsOf)) {
      it(`takes ${answer.code} (${answer.status}) in confirming for ${verdict}`, () => {
        expect(confirmVerdict(answer)).to.equal(verdict);
      });
    }
  }

  for (const [verdict, tables] of [
    ['definitive', [CANCEL_DEFINITIVE]],
    ['wrong-account', [CANCEL_WRONG_ACCOUNT]],
    ['unknown', [CANCEL_UNKNOWN, NEVER_HEARD_OF]],
  ] as const) {
    for (const answer of tables.flatMap(errorsOf)) {
      it(`takes ${answer.code} (${answer.status}) in cancelling for ${verdict}`, () => {
        expect(cancelVerdict(answer)).to.equal(verdict);
      });
    }
  }

  it('has the same request sent again for silence, and while the first is under way', () => {
    for (const answer of [SILENCE, UNDER_WAY]) {
      expect(confirmVerdict(answer)).to.equal('retry-same-key');
      expect(cancelVerdict(answer)).to.equal('retry-same-key');
    }
  });

  it('takes a payment for not found when Toss says so, and for nothing else', () => {
    for (const code of ['NOT_FOUND_PAYMENT', 'NOT_FOUND']) {
      expect(lookUpVerdict(error(404, code))).to.equal('not-found');
    }
    for (const answer of [SILENCE, UNDER_WAY, ...errorsOf(LOOK_UP_UNKNOWN)]) {
      expect(lookUpVerdict(answer)).to.equal('unknown');
    }
  });

  it('knows the faults that are ours to mend', () => {
    for (const code of ['UNAUTHORIZED_KEY', 'INVALID_API_KEY', 'INCORRECT_BASIC_AUTH_FORMAT']) {
      expect(isOurFault(error(401, code))).to.equal(true);
    }
    expect(isOurFault(error(403, 'REJECT_CARD_COMPANY'))).to.equal(false);
    expect(isOurFault(SILENCE)).to.equal(false);
  });
});

function error(status: number, code: string): Failed & { kind: 'error' } {
  return { kind: 'error', status, code, message: '', traceId: null };
}

function errorsOf(table: Record<number, string>) {
  return Object.entries(table).flatMap(([status, codes]) =>
    codes.split(' ').map((code) => error(Number(status), code)),
  );
}
