/** Why Toss did not pay, and what helps. */
export interface FailWords {
  title: string;
  next: string;
}

const NOTHING_MOVED = '돈은 나가지 않았어요.';
const ANOTHER_WAY = `${NOTHING_MOVED} 다른 카드나 다른 방법으로 다시 결제해 주세요.`;
const ONCE_MORE = `${NOTHING_MOVED} 잠시 뒤에 다시 결제해 주세요.`;

const WORDS: Record<string, FailWords> = {
  ...same(['PAY_PROCESS_CANCELED', 'USER_CANCEL'], {
    title: '결제를 그만두셨어요',
    next: `${NOTHING_MOVED} 기한 안에 다시 결제해 주세요.`,
  }),
  ...same(['PAY_PROCESS_ABORTED'], { title: '결제가 도중에 멈췄어요', next: ONCE_MORE }),
  ...same(
    [
      'REJECT_CARD_COMPANY',
      'REJECT_CARD_PAYMENT',
      'REJECT_ACCOUNT_PAYMENT',
      'REJECT_TOSSPAY_INVALID_ACCOUNT',
    ],
    { title: '카드사나 은행이 결제를 받아 주지 않았어요', next: ANOTHER_WAY },
  ),
  ...same(
    [
      'INVALID_REJECT_CARD',
      'INVALID_STOPPED_CARD',
      'INVALID_CARD_LOST_OR_STOLEN',
      'INVALID_CARD_NUMBER',
      'INVALID_CARD_EXPIRATION',
      'INVALID_UNREGISTERED_SUBMALL',
      'NOT_REGISTERED_CARD_COMPANY',
    ],
    { title: '쓸 수 없는 카드예요', next: ANOTHER_WAY },
  ),
  ...same(
    [
      'EXCEED_MAX_AMOUNT',
      'EXCEED_MAX_DAILY_PAYMENT_COUNT',
      'EXCEED_MAX_PAYMENT_AMOUNT',
      'EXCEED_MAX_ONE_DAY_AMOUNT',
      'EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT',
      'EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT',
      'EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT',
      'EXCEEDS_TRANSFER_AMOUNT_MAXIMUM',
      'EXCEED_DEPOSIT_AMOUNT_LIMIT',
    ],
    { title: '한 번이나 하루에 쓸 수 있는 금액을 넘었어요', next: ANOTHER_WAY },
  ),
  ...same(['INVALID_PASSWORD', 'INVALID_AUTHORIZE_AUTH', 'INVALID_BIRTH_DAY_FORMAT'], {
    title: '본인 확인이 되지 않았어요',
    next: `${NOTHING_MOVED} 비밀번호와 생년월일을 확인하고 다시 결제해 주세요.`,
  }),
  ...same(
    [
      'NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT',
      'INVALID_CARD_INSTALLMENT_PLAN',
      'NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN',
    ],
    {
      title: '할부로 결제할 수 없는 카드예요',
      next: `${NOTHING_MOVED} 일시불이나 다른 카드로 다시 결제해 주세요.`,
    },
  ),
  ...same(['BELOW_MINIMUM_AMOUNT'], {
    title: '이 방법으로 결제하기에는 금액이 적어요',
    next: ANOTHER_WAY,
  }),
  ...same(['NOT_FOUND_PAYMENT_SESSION', 'EXPIRED'], {
    title: '결제창이 열린 지 오래돼 닫혔어요',
    next: `${NOTHING_MOVED} 다시 결제해 주세요.`,
  }),
};

const UNFORESEEN: FailWords = { title: '결제되지 않았어요', next: ONCE_MORE };

/** What a code of Toss's means to a buyer; the address may hold any, so that its own words are never shown. */
export function failWords(code: string | null): FailWords {
  return (code !== null && Object.hasOwn(WORDS, code) && WORDS[code]) || UNFORESEEN;
}

function same(codes: readonly string[], words: FailWords): Record<string, FailWords> {
  return Object.fromEntries(codes.map((code) => [code, words]));
}
