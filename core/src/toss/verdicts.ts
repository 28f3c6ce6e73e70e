import type { TossAnswer } from './toss-client.ts';

/** Noted where Toss said nothing at all. */
export const NO_ANSWER = 'NO_ANSWER';
const SERVER_BROKE = 500;

/**
 * What an answer of Toss that is no payment proves. `definitive`: it was not done, and will not be by
 * this request. `unknown`: it may have been done; Toss has to be asked how the payment stands.
 * `retry-same-key`: it may have been done, and the same request with the same key cannot do it twice.
 */
export type TossVerdict = 'definitive' | 'unknown' | 'retry-same-key';

/** For a refund also that the account is at fault which the buyer named. */
export type CancelVerdict = TossVerdict | 'wrong-account';

export type LookUpVerdict = 'not-found' | 'unknown';

/** What confirming came to; whatever Toss may say one day that is not here is `unknown`. */
export function confirmVerdict(answer: Failed): TossVerdict {
  return sentAgain(answer) ?? known(CONFIRM_VERDICTS, answer) ?? 'unknown';
}

/** What cancelling came to, by the same rule. */
export function cancelVerdict(answer: Failed): CancelVerdict {
  return sentAgain(answer) ?? known(CANCEL_VERDICTS, answer) ?? 'unknown';
}

/** Whether Toss says that it knows of no such payment, which it may also say a moment too early. */
export function lookUpVerdict(answer: Failed): LookUpVerdict {
  if (answer.kind !== 'error' || answer.status !== 404) return 'unknown';
  return answer.code === 'NOT_FOUND_PAYMENT' || answer.code === 'NOT_FOUND'
    ? 'not-found'
    : 'unknown';
}

/** Whether our own keys are at fault, which a person has to mend. */
export function isOurFault(answer: TossAnswer): boolean {
  return answer.kind === 'error' && OUR_FAULTS.has(answer.code);
}

export type Failed = Exclude<TossAnswer, { kind: 'payment' }>;

/** Under which code an answer that is no payment is noted. */
export function failureCodeOf(answer: Failed): string {
  return answer.kind === 'error' ? answer.code : NO_ANSWER;
}

function sentAgain(answer: Failed): 'retry-same-key' | null {
  const isUnderWay = answer.kind === 'error' && answer.code === 'IDEMPOTENT_REQUEST_PROCESSING';
  return answer.kind === 'no-answer' || isUnderWay ? 'retry-same-key' : null;
}

// A server that broke says nothing of what it had done by then, whatever code it found to say.
function known<Verdict>(table: ReadonlyMap<string, Verdict>, answer: Failed): Verdict | null {
  if (answer.kind !== 'error' || answer.status >= SERVER_BROKE) return null;
  return table.get(answer.code) ?? null;
}

// That a key is refused now says nothing of what was done with the one before, so these prove nothing.
const OUR_FAULTS = new Set(['UNAUTHORIZED_KEY', 'INVALID_API_KEY', 'INCORRECT_BASIC_AUTH_FORMAT']);

/** Every code of Toss's table for confirming. */
export const CONFIRM_VERDICTS: ReadonlyMap<string, TossVerdict> = new Map([
  ...each<TossVerdict>('unknown', [
    ...OUR_FAULTS,
    'ALREADY_PROCESSED_PAYMENT',
    'PROVIDER_ERROR',
    'CARD_PROCESSING_ERROR',
    'FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING',
    'FAILED_INTERNAL_SYSTEM_PROCESSING',
    'UNKNOWN_PAYMENT_ERROR',
  ]),
  ...each<TossVerdict>('definitive', [
    'EXCEED_MAX_CARD_INSTALLMENT_PLAN',
    'INVALID_REQUEST',
    'NOT_ALLOWED_POINT_USE',
    'INVALID_REJECT_CARD',
    'BELOW_MINIMUM_AMOUNT',
    'INVALID_CARD_EXPIRATION',
    'INVALID_STOPPED_CARD',
    'EXCEED_MAX_DAILY_PAYMENT_COUNT',
    'NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT',
    'INVALID_CARD_INSTALLMENT_PLAN',
    'NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN',
    'EXCEED_MAX_PAYMENT_AMOUNT',
    'NOT_FOUND_TERMINAL_ID',
    'INVALID_AUTHORIZE_AUTH',
    'INVALID_CARD_LOST_OR_STOLEN',
    'RESTRICTED_TRANSFER_ACCOUNT',
    'INVALID_CARD_NUMBER',
    'INVALID_UNREGISTERED_SUBMALL',
    'NOT_REGISTERED_BUSINESS',
    'EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT',
    'EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT',
    'EXCEED_MAX_AMOUNT',
    'INVALID_ACCOUNT_INFO_RE_REGISTER',
    'NOT_AVAILABLE_PAYMENT',
    'UNAPPROVED_ORDER_ID',
    'EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT',
    'REJECT_ACCOUNT_PAYMENT',
    'REJECT_CARD_PAYMENT',
    'REJECT_CARD_COMPANY',
    'FORBIDDEN_REQUEST',
    'REJECT_TOSSPAY_INVALID_ACCOUNT',
    'EXCEED_MAX_AUTH_COUNT',
    'EXCEED_MAX_ONE_DAY_AMOUNT',
    'NOT_AVAILABLE_BANK',
    'INVALID_PASSWORD',
    'FDS_ERROR',
    'NOT_FOUND_PAYMENT',
    'NOT_FOUND_PAYMENT_SESSION',
  ]),
]);

/** Every code of Toss's table for cancelling. */
export const CANCEL_VERDICTS: ReadonlyMap<string, CancelVerdict> = new Map([
  // What has gone back already, or less is left than we thought: how it stands has to be read.
  ...each<CancelVerdict>('unknown', [
    ...OUR_FAULTS,
    'ALREADY_CANCELED_PAYMENT',
    'ALREADY_REFUND_PAYMENT',
    'NOT_MATCHES_REFUNDABLE_AMOUNT',
    'NOT_CANCELABLE_AMOUNT',
    'PROVIDER_ERROR',
    'FORBIDDEN_CONSECUTIVE_REQUEST',
    'NOT_AVAILABLE_BANK',
    'FAILED_INTERNAL_SYSTEM_PROCESSING',
    'FAILED_REFUND_PROCESS',
    'FAILED_METHOD_HANDLING_CANCEL',
    'FAILED_PARTIAL_REFUND',
    'COMMON_ERROR',
    'FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING',
  ]),
  ...each<CancelVerdict>('wrong-account', [
    'INVALID_REFUND_ACCOUNT_INFO',
    'INVALID_REFUND_ACCOUNT_NUMBER',
    'INVALID_BANK',
    'FORBIDDEN_BANK_REFUND_REQUEST',
  ]),
  ...each<CancelVerdict>('definitive', [
    'EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT',
    'INVALID_REQUEST',
    'REFUND_REJECTED',
    'FORBIDDEN_REQUEST',
    'NOT_CANCELABLE_PAYMENT',
    'EXCEED_MAX_REFUND_DUE',
    'NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT',
    'NOT_ALLOWED_PARTIAL_REFUND',
    'NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER',
    'EXCEED_CANCEL_LIMIT',
    'NOT_FOUND_PAYMENT',
  ]),
]);

function each<Verdict>(verdict: Verdict, codes: readonly string[]): [string, Verdict][] {
  return codes.map((code) => [code, verdict]);
}
