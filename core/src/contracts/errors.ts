interface Refusal {
  status: number;
  message: string;
}

/** Every foreseen "no": its HTTP status and the sentence a person reads. The page shows the same words. */
export const REFUSALS = {
  INVALID_REQUEST: { status: 400, message: '입력한 내용을 다시 확인해 주세요.' },
  UNAUTHENTICATED: { status: 401, message: '로그인이 필요해요.' },
  WRONG_CREDENTIALS: { status: 401, message: '이메일 또는 비밀번호가 맞지 않아요.' },
  SESSION_ENDED: { status: 401, message: '로그인이 끝났어요. 다시 로그인해 주세요.' },
  FORBIDDEN: { status: 403, message: '이 작업을 할 권한이 없어요.' },
  ACCOUNT_BLOCKED: {
    status: 403,
    message: '운영자가 이용을 멈춘 계정이에요. 궁금한 점은 고객센터로 알려 주세요.',
  },
  NOT_OWNER: { status: 403, message: '내가 올린 경매만 바꿀 수 있어요.' },
  ORIGIN_NOT_ALLOWED: { status: 403, message: '다른 사이트에서 온 요청이라 처리하지 않았어요.' },
  OWN_AUCTION: { status: 403, message: '내가 올린 경매에는 입찰할 수 없어요.' },
  NOT_FOUND: { status: 404, message: '찾으시는 것이 없어요.' },
  AUCTION_NOT_FOUND: { status: 404, message: '없는 경매예요. 주소를 다시 확인해 주세요.' },
  AUCTION_HIDDEN: { status: 404, message: '운영자가 숨긴 경매예요.' },
  EMAIL_TAKEN: { status: 409, message: '이미 가입된 이메일이에요. 로그인해 주세요.' },
  NICKNAME_TAKEN: { status: 409, message: '이미 쓰고 있는 닉네임이에요. 다른 이름을 골라 주세요.' },
  AUCTION_ALREADY_OPEN: { status: 409, message: '이미 열린 경매는 고치거나 지울 수 없어요.' },
  ALREADY_SO: { status: 409, message: '이미 그렇게 되어 있어요. 새로고침해서 확인해 주세요.' },
  TASK_UNDER_WAY: {
    status: 409,
    message: '같은 일을 이미 하고 있어요. 끝날 때까지 기다려 주세요.',
  },
  IS_OPERATOR: { status: 409, message: '운영자 계정은 멈추거나 탈퇴할 수 없어요.' },
  EDIT_CONFLICT: {
    status: 409,
    message: '다른 곳에서 먼저 바뀌었어요. 새로고침한 뒤 고쳐 주세요.',
  },
  AUCTION_NOT_OPEN: { status: 409, message: '아직 열리지 않은 경매예요. 열리면 입찰해 주세요.' },
  AUCTION_CLOSED: { status: 409, message: '마감된 뒤에 도착해서 인정되지 않았어요.' },
  BID_TOO_LOW: { status: 409, message: '최소 금액보다 낮아요. 금액을 올려 주세요.' },
  BID_TOO_HIGH: { status: 409, message: '이 경매에서 받을 수 있는 가장 높은 금액을 넘었어요.' },
  ALREADY_LEADING: {
    status: 409,
    message: '이미 최고 입찰 중이에요. 지금은 더 입찰하지 않아도 돼요.',
  },
  NOT_ABOVE_OWN_MAX: {
    status: 409,
    message: '지금 걸어 둔 자동 입찰 한도보다 높은 금액만 새로 걸 수 있어요.',
  },
  BUY_NOW_GONE: {
    status: 409,
    message: '즉시 구매는 지금 할 수 없어요. 입찰로 참여해 주세요.',
  },
  AUCTION_INTERRUPTED: {
    status: 409,
    message:
      '기록을 확인하느라 잠시 멈춘 경매예요. 확인이 끝나면 다시 열거나 취소하고 알려 드릴게요.',
  },
  LOG_NOT_PUBLISHED: {
    status: 409,
    message: '입찰 기록은 경매 결과가 정해진 뒤에 볼 수 있어요.',
  },
  CONFIRM_LARGE_BID: {
    status: 409,
    message: '최소 금액보다 훨씬 큰 금액이에요. 맞는지 확인해 주세요.',
  },
  BID_ID_REUSED: {
    status: 409,
    message: '같은 입찰 번호로 다른 금액을 보낼 수 없어요. 다시 입찰해 주세요.',
  },
  BIDDING_BLOCKED: {
    status: 403,
    message: '낙찰 뒤 결제하지 않은 일이 쌓여 당분간 입찰할 수 없어요.',
  },
  NOT_PROVEN: {
    status: 403,
    message: '이 금액부터는 이메일을 확인하고 결제해 본 분만 입찰할 수 있어요.',
  },
  ORDER_NOT_FOUND: { status: 404, message: '없는 주문이에요. 주소를 다시 확인해 주세요.' },
  PAYMENT_NOT_FOUND: { status: 404, message: '없는 결제예요. 주문에서 다시 결제해 주세요.' },
  OFFER_NOT_FOUND: { status: 404, message: '없는 제안이에요. 주소를 다시 확인해 주세요.' },
  TALK_BLOCKED: {
    status: 403,
    message: '지금은 서로 메시지를 보낼 수 없어요. 차단했다면 먼저 풀어 주세요.',
  },
  TALK_CLOSED: { status: 409, message: '대화 기간이 끝나서 이제 읽기만 할 수 있어요.' },
  MESSAGE_ID_REUSED: {
    status: 409,
    message: '같은 메시지 번호로 다른 내용을 보낼 수 없어요. 다시 보내 주세요.',
  },
  ORDER_STATE: {
    status: 409,
    message: '지금은 할 수 없는 일이에요. 주문이 어떻게 됐는지 다시 확인해 주세요.',
  },
  TOO_EARLY: { status: 409, message: '아직 때가 되지 않았어요. 알려 드린 때부터 할 수 있어요.' },
  REFUND_TOO_LARGE: { status: 409, message: '돌려줄 수 있는 금액보다 커요. 금액을 줄여 주세요.' },
  NOTHING_STUCK: {
    status: 409,
    message: '사람이 풀어 줄 결제나 환불이 없어요. 주문이 어떻게 됐는지 다시 확인해 주세요.',
  },
  MONEY_AT_TOSS: {
    status: 409,
    message:
      '토스페이먼츠에 이 결제의 돈이나 입금 계좌가 있어요. 상점 관리자에서 먼저 취소한 뒤 끝내 주세요.',
  },
  PAYMENT_UNDER_WAY: {
    status: 409,
    message: '이미 진행 중인 결제가 있어요. 끝날 때까지 잠시 기다려 주세요.',
  },
  PAYMENT_AMOUNT_CHANGED: {
    status: 409,
    message: '주문 금액과 달라서 결제하지 않았어요. 돈은 나가지 않았으니 다시 결제해 주세요.',
  },
  AMOUNT_NOT_PAYABLE: {
    status: 409,
    message: '이 금액은 온라인으로 결제할 수 없어요. 고객센터로 알려 주세요.',
  },
  OFFER_OVER: { status: 409, message: '이미 끝난 제안이에요.' },
  ALREADY_LISTED: {
    status: 409,
    message: '이미 올린 물건이에요. 바꾼 내용은 올라간 경매에서 고쳐 주세요.',
  },
  NOT_RELISTABLE: { status: 409, message: '팔리지 않은 경매만 다시 올릴 수 있어요.' },
  IMAGE_TYPE_UNSUPPORTED: {
    status: 415,
    message: '이 형식의 사진은 올릴 수 없어요. JPEG, PNG, WebP로 바꿔서 올려 주세요.',
  },
  IMAGE_TOO_LARGE: { status: 413, message: '사진 한 장은 10MB까지 올릴 수 있어요.' },
  TOO_MANY_IMAGES: {
    status: 409,
    message:
      '아직 쓰지 않은 사진이 너무 많아요. 물건을 올리거나 사진을 지운 뒤에 다시 올려 주세요.',
  },
  IMAGE_NOT_FOUND: { status: 404, message: '없는 사진이에요. 다시 올려 주세요.' },
  IMAGE_NOT_UPLOADED: { status: 409, message: '사진이 아직 다 올라오지 않았어요.' },
  IMAGE_NOT_READY: {
    status: 409,
    message: '아직 쓸 수 없는 사진이 있어요. 다 올라왔는지 확인하고 다시 올려 주세요.',
  },
  NOT_A_PICTURE: {
    status: 409,
    message: '사진으로 볼 수 없는 파일이에요. 다른 사진을 올려 주세요.',
  },
  IMAGE_IN_USE: {
    status: 409,
    message: '경매나 대화에 쓴 사진이에요. 경매에 걸렸다면 먼저 빼 주세요.',
  },
  CATEGORY_NOT_FOUND: { status: 404, message: '없는 분류예요.' },
  CATEGORY_NAME_TAKEN: { status: 409, message: '같은 자리에 같은 이름의 분류가 있어요.' },
  CATEGORY_TOO_DEEP: { status: 409, message: '분류를 더 깊이 나눌 수 없어요.' },
  CATEGORY_IN_ITSELF: { status: 409, message: '분류를 자기 아래로 옮길 수 없어요.' },
  CATEGORY_IN_USE: { status: 409, message: '물건이나 아래 분류가 있는 분류는 지울 수 없어요.' },
  WATCHLIST_FULL: {
    status: 409,
    message: '관심 목록이 가득 찼어요. 다른 경매를 빼고 담아 주세요.',
  },
  NOTICE_NOT_FOUND: { status: 404, message: '없는 알림이에요. 알림함을 새로고침해 주세요.' },
  PUSH_NOT_OFFERED: { status: 409, message: '지금은 브라우저 알림을 보내지 않아요.' },
  EMAIL_ALREADY_VERIFIED: { status: 409, message: '이미 확인된 이메일이에요.' },
  EMAIL_PROOF_OF_ANOTHER: {
    status: 403,
    message:
      '다른 계정의 이메일을 확인하는 링크예요. 그 계정으로 로그인하거나 로그아웃한 뒤 메일에서 다시 열어 주세요.',
  },
  EMAIL_PROOF_INVALID: {
    status: 409,
    message: '쓸 수 없는 링크예요. 시간이 지났거나 이미 쓴 링크이니 새로 받아 주세요.',
  },
  PASSWORD_RESET_INVALID: {
    status: 409,
    message: '쓸 수 없는 링크예요. 시간이 지났거나 이미 쓴 링크이니 새로 받아 주세요.',
  },
  DEVICE_NOT_FOUND: {
    status: 404,
    message: '이미 로그아웃된 기기예요. 새로고침해서 확인해 주세요.',
  },
  NICKNAME_TOO_SOON: {
    status: 409,
    message: '닉네임은 30일에 한 번 바꿀 수 있어요. 조금 더 있다가 바꿔 주세요.',
  },
  ADDRESS_NOT_FOUND: { status: 404, message: '없는 주소예요. 새로고침해서 확인해 주세요.' },
  ADDRESS_BOOK_FULL: {
    status: 409,
    message: '주소는 10개까지 저장할 수 있어요. 쓰지 않는 주소를 지워 주세요.',
  },
  CONSENT_OUTDATED: {
    status: 409,
    message: '그사이 약관이 바뀌었어요. 새로고침해서 바뀐 내용을 확인하고 다시 동의해 주세요.',
  },
  CONSENT_REQUIRED: {
    status: 409,
    message: '꼭 필요한 동의예요. 더 이상 동의하지 않으시면 내 정보에서 탈퇴할 수 있어요.',
  },
  LEAVING_BLOCKED: {
    status: 409,
    message: '아직 끝나지 않은 주문이나 경매가 있어요. 모두 끝난 뒤에 탈퇴할 수 있어요.',
  },
  ACCOUNT_LEAVING: {
    status: 409,
    message:
      '탈퇴를 처리하고 있어서 입찰할 수 없어요. 탈퇴하지 않으셨다면 잠시 뒤에 다시 해 주세요.',
  },
  SIGN_IN_AGAIN: {
    status: 403,
    message: '본인인지 확인해야 해요. 로그아웃하고 다시 로그인한 뒤 바로 해 주세요.',
  },
  PROVIDER_NOT_OFFERED: {
    status: 404,
    message: '지금은 쓸 수 없는 로그인 방법이에요. 다른 방법으로 로그인해 주세요.',
  },
  PROVIDER_AWAY: {
    status: 503,
    message: '로그인을 맡은 서비스가 대답하지 않아요. 잠시 뒤에 다시 하거나 다른 방법을 써 주세요.',
  },
  SIGN_IN_INVALID: {
    status: 409,
    message: '이어 갈 수 없는 로그인이에요. 시간이 지났거나 이미 썼으니 처음부터 다시 해 주세요.',
  },
  SIGN_IN_DECLINED: {
    status: 409,
    message: '로그인을 그만두셨어요. 다시 하거나 다른 방법으로 로그인해 주세요.',
  },
  ALREADY_LINKED: {
    status: 409,
    message: '이미 다른 계정에 연결돼 있어요. 그 계정에서 연결을 끊은 뒤 다시 해 주세요.',
  },
  LAST_WAY_IN: {
    status: 409,
    message: '하나 남은 로그인 방법은 끊을 수 없어요. 비밀번호를 먼저 만들어 주세요.',
  },
  WRONG_PASSWORD: { status: 403, message: '지금 쓰는 비밀번호가 맞지 않아요. 다시 적어 주세요.' },
  NO_PASSWORD: {
    status: 409,
    message:
      '아직 비밀번호가 없는 계정이에요. ‘비밀번호를 잊었어요’에서 메일로 비밀번호를 만들어 주세요.',
  },
  QUESTION_NOT_FOUND: { status: 404, message: '없는 질문이에요. 새로고침해서 확인해 주세요.' },
  ASKING_ONESELF: { status: 403, message: '내가 올린 경매에는 질문할 수 없어요.' },
  QUESTIONS_CLOSED: {
    status: 409,
    message: '질문은 마감까지 하고, 답은 마감 다음 날까지 달 수 있어요.',
  },
  TOO_MANY_QUESTIONS: {
    status: 409,
    message: '한 경매에 할 수 있는 질문을 모두 했어요. 먼저 한 질문의 답을 확인해 주세요.',
  },
  QUESTION_ID_REUSED: {
    status: 409,
    message: '같은 질문 번호로 다른 질문을 보낼 수 없어요. 다시 물어봐 주세요.',
  },
  QUESTION_ANSWERED: {
    status: 409,
    message: '이미 답이 달려서 바꿀 수 없어요. 새로고침해서 확인해 주세요.',
  },
  ANSWER_FINAL: { status: 409, message: '답은 단 지 30분 안에만 고칠 수 있어요.' },
  ALREADY_RATED: { status: 409, message: '이미 평가했어요. 한 번 한 평가는 바꿀 수 없어요.' },
  RATING_OVER: { status: 409, message: '평가는 구매확정 뒤 14일까지 할 수 있어요.' },
  SELLER_NOT_FOUND: { status: 404, message: '없는 판매자예요. 주소를 다시 확인해 주세요.' },
  REPORTING_ONESELF: { status: 403, message: '내가 쓴 것이나 나를 신고할 수는 없어요.' },
  ALREADY_REPORTED: { status: 409, message: '이미 신고했어요. 운영자가 확인하고 있어요.' },
  NOTHING_TO_HIDE: {
    status: 409,
    message: '사람은 숨길 수 없어요. 이용을 멈추려면 사람 찾기에서 해 주세요.',
  },
  PAYLOAD_TOO_LARGE: { status: 413, message: '보낸 내용이 너무 커요. 줄여서 다시 보내 주세요.' },
  RATE_LIMITED: { status: 429, message: '요청이 너무 잦아요. 잠시 뒤에 다시 시도해 주세요.' },
  INTERNAL: { status: 500, message: '문제가 생겼어요. 잠시 뒤에 다시 시도해 주세요.' },
  UNAVAILABLE: { status: 503, message: '잠시 연결이 고르지 않아요. 곧 다시 시도해 주세요.' },
} as const satisfies Record<string, Refusal>;

export type RefusalCode = keyof typeof REFUSALS;

export const REFUSAL_CODES = Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]];

/**
 * A foreseen "no", thrown by a use case; only `api/http/refuse.ts` turns it into a response. It has no
 * stack: it is no fault whose place anybody looks for, and in the last seconds most bids are refused.
 */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  readonly code: RefusalCode;
  /** What the caller can act on (`minimumKrw`), never internals. */
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(code: RefusalCode, detail: Record<string, unknown> = {}) {
    const traced: { stackTraceLimit?: number } = Error;
    const { stackTraceLimit } = traced;
    traced.stackTraceLimit = 0;
    super(code);
    if (stackTraceLimit !== undefined) traced.stackTraceLimit = stackTraceLimit;
    this.code = code;
    this.detail = detail;
  }
}
