/** An answer of the API: its status and its body, as it goes over the wire. */
export interface Answer {
  status: number;
  body: string;
}

/** What the API says no with. */
export interface TossError {
  status: number;
  ko: string;
  en: string;
}

export type Language = 'ko' | 'en';

const CODES: Record<number, string> = {
  400: `ALREADY_PROCESSED_PAYMENT PROVIDER_ERROR EXCEED_MAX_CARD_INSTALLMENT_PLAN INVALID_REQUEST
    NOT_ALLOWED_POINT_USE INVALID_API_KEY INVALID_REJECT_CARD BELOW_MINIMUM_AMOUNT
    INVALID_CARD_EXPIRATION INVALID_STOPPED_CARD EXCEED_MAX_DAILY_PAYMENT_COUNT
    NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT INVALID_CARD_INSTALLMENT_PLAN
    NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN EXCEED_MAX_PAYMENT_AMOUNT NOT_FOUND_TERMINAL_ID
    INVALID_AUTHORIZE_AUTH INVALID_CARD_LOST_OR_STOLEN RESTRICTED_TRANSFER_ACCOUNT
    INVALID_CARD_NUMBER INVALID_UNREGISTERED_SUBMALL NOT_REGISTERED_BUSINESS
    EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT CARD_PROCESSING_ERROR
    EXCEED_MAX_AMOUNT INVALID_ACCOUNT_INFO_RE_REGISTER NOT_AVAILABLE_PAYMENT UNAPPROVED_ORDER_ID
    EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT DUPLICATED_ORDER_ID INVALID_IDEMPOTENCY_KEY
    INVALID_TEST_CODE ALREADY_CANCELED_PAYMENT INVALID_REFUND_ACCOUNT_INFO
    EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT INVALID_REFUND_ACCOUNT_NUMBER INVALID_BANK
    NOT_MATCHES_REFUNDABLE_AMOUNT REFUND_REJECTED ALREADY_REFUND_PAYMENT
    FORBIDDEN_BANK_REFUND_REQUEST NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT
    EXCEEDS_TRANSFER_AMOUNT_MAXIMUM`,
  401: 'UNAUTHORIZED_KEY',
  403: `REJECT_ACCOUNT_PAYMENT REJECT_CARD_PAYMENT REJECT_CARD_COMPANY FORBIDDEN_REQUEST
    REJECT_TOSSPAY_INVALID_ACCOUNT EXCEED_MAX_AUTH_COUNT EXCEED_MAX_ONE_DAY_AMOUNT
    NOT_AVAILABLE_BANK INVALID_PASSWORD INCORRECT_BASIC_AUTH_FORMAT FDS_ERROR
    NOT_CANCELABLE_AMOUNT FORBIDDEN_CONSECUTIVE_REQUEST NOT_CANCELABLE_PAYMENT
    EXCEED_MAX_REFUND_DUE NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT NOT_ALLOWED_PARTIAL_REFUND
    NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER EXCEED_CANCEL_LIMIT`,
  404: 'NOT_FOUND_PAYMENT NOT_FOUND_PAYMENT_SESSION NOT_FOUND',
  409: 'IDEMPOTENT_REQUEST_PROCESSING',
  500: `FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING FAILED_INTERNAL_SYSTEM_PROCESSING
    UNKNOWN_PAYMENT_ERROR FAILED_REFUND_PROCESS FAILED_METHOD_HANDLING_CANCEL
    FAILED_PARTIAL_REFUND COMMON_ERROR`,
};

const KOREAN: Record<string, string> = {
  ALREADY_PROCESSED_PAYMENT: '이미 처리된 결제 입니다.',
  INVALID_REQUEST: '잘못된 요청입니다.',
  UNAUTHORIZED_KEY: '인증되지 않은 시크릿 키 혹은 클라이언트 키 입니다.',
  REJECT_CARD_PAYMENT: '한도초과 혹은 잔액부족으로 결제에 실패했습니다.',
  REJECT_CARD_COMPANY: '결제 승인이 거절되었습니다.',
  FORBIDDEN_REQUEST: '허용되지 않은 요청입니다.',
  INCORRECT_BASIC_AUTH_FORMAT: "잘못된 요청입니다. ':' 를 포함해 인코딩해주세요.",
  NOT_FOUND_PAYMENT: '존재하지 않는 결제 정보 입니다.',
  NOT_FOUND_PAYMENT_SESSION: '결제 시간이 만료되어 결제 진행 데이터가 존재하지 않습니다.',
  PROVIDER_ERROR: '일시적인 오류가 발생했습니다. 잠시 후 다시 시도해주세요.',
  FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING: '결제가 완료되지 않았어요. 다시 시도해주세요.',
  FAILED_INTERNAL_SYSTEM_PROCESSING:
    '내부 시스템 처리 작업이 실패했습니다. 잠시 후 다시 시도해주세요.',
  BELOW_MINIMUM_AMOUNT: '신용카드는 결제금액이 100원 이상, 계좌는 200원이상부터 결제가 가능합니다.',
  INVALID_IDEMPOTENCY_KEY: '멱등키는 300자 이하여야 합니다.',
  IDEMPOTENT_REQUEST_PROCESSING: '이전 멱등 요청이 처리중입니다.',
  ALREADY_CANCELED_PAYMENT: '이미 취소된 결제 입니다.',
  NOT_CANCELABLE_AMOUNT: '취소 할 수 없는 금액 입니다.',
  NOT_CANCELABLE_PAYMENT: '취소 할 수 없는 결제 입니다.',
  NOT_MATCHES_REFUNDABLE_AMOUNT: '잔액 결과가 일치하지 않습니다.',
  DUPLICATED_ORDER_ID: '이미 승인 및 취소가 진행된 중복된 주문번호 입니다.',
  EXCEEDS_TRANSFER_AMOUNT_MAXIMUM: '계좌이체는 한 번에 10,000,000원까지 결제할 수 있습니다.',
};

const ENGLISH: Record<string, string> = {
  ALREADY_PROCESSED_PAYMENT: 'This is a payment that has already been processed.',
  INVALID_REQUEST: 'The bad request.',
};

/** Codes after which the same payment may still be confirmed, or was already. */
const NOT_FINAL = new Set(
  `ALREADY_PROCESSED_PAYMENT PROVIDER_ERROR INVALID_REQUEST INVALID_API_KEY UNAUTHORIZED_KEY
  FORBIDDEN_REQUEST INCORRECT_BASIC_AUTH_FORMAT NOT_FOUND_PAYMENT NOT_FOUND_PAYMENT_SESSION NOT_FOUND
  FORBIDDEN_CONSECUTIVE_REQUEST IDEMPOTENT_REQUEST_PROCESSING DUPLICATED_ORDER_ID
  INVALID_IDEMPOTENCY_KEY INVALID_TEST_CODE`.split(/\s+/),
);

const ERRORS = new Map<string, TossError>(
  Object.entries(CODES).flatMap(([status, codes]) =>
    codes.split(/\s+/).map((code): [string, TossError] => {
      const ko = KOREAN[code] ?? `요청을 처리하지 못했습니다. (${code})`;
      const en = ENGLISH[code] ?? `The request failed. (${code})`;
      return [code, { status: Number(status), ko, en }];
    }),
  ),
);

/** What Toss says with this code; undefined for one that is not in its tables. */
export function tossError(code: string): TossError | undefined {
  return ERRORS.get(code);
}

/** The refusal with this code as it goes over the wire. */
export function refusal(code: string, language: Language = 'ko'): Answer {
  const error = ERRORS.get(code);
  if (error === undefined) throw new Error(`${code} is not in Toss's tables`);
  return { status: error.status, body: JSON.stringify({ code, message: error[language] }) };
}

/** Whether a confirmation that is refused with this code ends the payment (ABORTED). */
export function endsPayment(code: string): boolean {
  const error = ERRORS.get(code);
  return error !== undefined && error.status < 500 && !NOT_FINAL.has(code);
}
