/** What the widget's refusals mean to a buyer, by Toss's codes. */
const WORDS: Record<string, string> = {
  USER_CANCEL: '결제를 그만두셨어요. 돈은 나가지 않았어요.',
  PAY_PROCESS_CANCELED: '결제를 그만두셨어요. 돈은 나가지 않았어요.',
  NOT_SELECTED_PAYMENT_METHOD: '결제 방법을 골라 주세요.',
  NEED_AGREEMENT_WITH_REQUIRED_TERMS: '필수 약관에 동의해 주세요.',
  NEED_CARD_PAYMENT_DETAIL: '카드와 할부를 골라 주세요.',
  NEED_REFUND_ACCOUNT_DETAIL: '돌려받을 계좌를 적어 주세요.',
  PROVIDER_STATUS_UNHEALTHY: '고르신 카드사나 은행이 지금 점검 중이에요. 다른 방법을 골라 주세요.',
  UNSUPPORTED_TEST_PHASE_PAYMENT_METHOD: '지금은 쓸 수 없는 방법이에요. 다른 방법을 골라 주세요.',
  CUSTOM_PAYMENT_METHOD_UNABLE_TO_PAY: '지금은 쓸 수 없는 방법이에요. 다른 방법을 골라 주세요.',
  EXCEED_DEPOSIT_AMOUNT_LIMIT: '가상계좌로 받을 수 있는 금액을 넘었어요. 다른 방법을 골라 주세요.',
  EXCEED_MAX_DUE_DATE: '입금 기한을 정할 수 없어요. 다른 방법을 골라 주세요.',
  INVALID_METHOD_TRANSACTION:
    '이미 결제창이 열려 있어요. 그 창에서 이어 가거나 닫은 뒤 다시 눌러 주세요.',
  NETWORK_ERROR: '결제창에 닿지 못했어요. 인터넷 연결을 확인하고 다시 눌러 주세요.',
  FORBIDDEN_SCRIPT: '이 주소에서는 결제창을 열 수 없어요. 잠시 뒤에 다시 시도해 주세요.',
};

const UNFORESEEN = '결제창을 열지 못했어요. 돈은 나가지 않았으니 다시 눌러 주세요.';

/** The sentence for whatever the widget has thrown; a code of its own, or nothing we know. */
export function widgetWords(thrown: unknown): string {
  const code = codeOf(thrown);
  return (code !== null && Object.hasOwn(WORDS, code) && WORDS[code]) || UNFORESEEN;
}

function codeOf(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return null;
  return typeof thrown.code === 'string' ? thrown.code : null;
}
