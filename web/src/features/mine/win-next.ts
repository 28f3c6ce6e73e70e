import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';

/** What a winner does about an order next: one button, and what it is about. */
export interface WinNext {
  words: string;
  button: string;
  /** Where the button leads: to paying, or to the order. */
  leadsTo: 'pay' | 'order';
  /** It is the buyer's turn. */
  isDue: boolean;
  /** The deadline to pay counts. */
  isTimed: boolean;
}

const PAY: WinNext = {
  words: '결제 기한까지 결제해 주세요.',
  button: '결제하기',
  leadsTo: 'pay',
  isDue: true,
  isTimed: true,
};

const WORDS: Record<Exclude<OrderState, 'awaiting_payment'>, [words: string, isDue: boolean]> = {
  paying: ['결제사에 확인하고 있어요. 다시 결제하지 마세요.', false],
  awaiting_deposit: ['받은 계좌로 입금해 주세요.', true],
  paid: ['판매자가 보낼 차례예요.', false],
  shipped: ['물건을 받으면 알려 주세요.', true],
  delivered: ['괜찮으면 구매확정해 주세요.', true],
  received: ['구매를 확정했어요.', false],
  paid_out: ['거래가 끝났어요.', false],
  expired: ['기한까지 결제하지 않아 취소됐어요.', false],
  cancelled: ['취소됐어요. 결제한 금액이 있으면 돌려드려요.', false],
  refunded: ['결제한 금액을 모두 돌려드렸어요.', false],
  disputed: ['운영자가 살펴보고 있어요.', false],
};

/** The next step of whoever won, by how the order stands. */
export function winNext(state: OrderState): WinNext {
  if (state === 'awaiting_payment') return PAY;
  const [words, isDue] = WORDS[state];
  const isTimed = state === 'awaiting_deposit';
  return { words, button: '주문 보기', leadsTo: 'order', isDue, isTimed };
}
