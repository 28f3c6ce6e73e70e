import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { PAID_STATES } from '@sagopalgo/core/rules/order-states.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import type { Mood } from '../../components/state-words.ts';
import { MY_SALES_PATH, SETTLEMENT_PATH } from '../../lib/paths.ts';

/** How an order stands, what comes next, and until when. */
export interface OrderStatus {
  title: string;
  next: string;
  deadline: { label: string; atMs: number } | null;
}

type Words = Record<OrderState, [title: string, next: string]>;

const BUYER_WORDS: Words = {
  awaiting_payment: [
    '결제를 기다리고 있어요',
    '기한까지 결제하지 않으면 주문이 취소되고 미결제로 남아요.',
  ],
  paying: [
    '결제를 확인하고 있어요',
    '결제사에 확인하는 중이니 다시 결제하지 않아도 돼요. 확인되면 이 화면에 바로 보여 드릴게요.',
  ],
  awaiting_deposit: ['입금을 기다리고 있어요', '아래 계좌로 기한까지 입금하면 결제가 끝나요.'],
  paid: ['결제가 끝났어요', '판매자가 물건을 보낼 차례예요. 보내면 알려 드릴게요.'],
  shipped: [
    '물건이 오고 있어요',
    '물건을 받으면 받았어요를 눌러 주세요. 대금은 구매확정 전까지 사고팔고가 맡아 두고 있어요.',
  ],
  delivered: [
    '물건이 도착했어요',
    '살펴보고 괜찮으면 구매확정해 주세요. 설명과 다르면 그 전에 분쟁을 신청해 주세요.',
  ],
  received: ['구매를 확정했어요', '판매 대금을 판매자에게 보내요. 거래가 끝났어요.'],
  paid_out: ['거래가 끝났어요', '판매 대금을 판매자에게 보냈어요.'],
  expired: ['결제 기한이 지났어요', '주문이 취소됐고 미결제로 남았어요.'],
  cancelled: ['주문이 취소됐어요', '결제한 금액이 있으면 모두 돌려드려요.'],
  refunded: ['환불이 끝났어요', '결제한 금액을 모두 돌려드렸어요.'],
  disputed: [
    '분쟁을 살펴보고 있어요',
    '운영자가 양쪽의 이야기를 확인하고 있어요. 그동안 판매 대금은 나가지 않아요.',
  ],
};

const SELLER_WORDS: Words = {
  awaiting_payment: [
    '구매자의 결제를 기다리고 있어요',
    '결제되면 받는 곳을 알려 드릴게요. 그 전에는 보내지 마세요.',
  ],
  paying: ['구매자의 결제를 확인하고 있어요', '확인되면 알려 드릴게요. 그 전에는 보내지 마세요.'],
  awaiting_deposit: [
    '구매자의 입금을 기다리고 있어요',
    '입금되면 알려 드릴게요. 그 전에는 보내지 마세요.',
  ],
  paid: ['결제됐어요. 물건을 보내 주세요', '기한까지 보내지 않으면 주문이 취소되고 환불돼요.'],
  shipped: ['물건이 가고 있어요', '구매자가 받으면 알려 드릴게요.'],
  delivered: ['물건이 도착했어요', '구매자가 구매확정하면 판매 대금을 보내 드려요.'],
  received: ['구매가 확정됐어요', '판매 대금을 보내 드려요. 내 정산에서 볼 수 있어요.'],
  paid_out: ['판매 대금을 보냈어요', '거래가 끝났어요. 내 정산에서 볼 수 있어요.'],
  expired: ['구매자가 결제하지 않았어요', '정해 두신 대로 차순위 제안이나 다시 올리기로 이어져요.'],
  cancelled: ['주문이 취소됐어요', '구매자가 결제한 금액은 돌려줘요. 물건은 보내지 마세요.'],
  refunded: ['주문이 취소됐어요', '구매자가 결제한 금액을 모두 돌려줬어요.'],
  disputed: [
    '분쟁을 살펴보고 있어요',
    '운영자가 양쪽의 이야기를 확인하고 있어요. 끝날 때까지 판매 대금은 나가지 않아요.',
  ],
};

const OPERATOR_WORDS: Partial<Words> = {
  awaiting_payment: ['구매자의 결제를 기다리고 있어요', '기한이 지나면 저절로 다음 단계로 가요.'],
  paid: ['결제가 끝났어요', '판매자가 보낼 차례예요. 늦어지면 저절로 취소되고 환불돼요.'],
  received: ['구매가 확정됐어요', '판매 대금이 나갈 차례예요.'],
  paid_out: ['거래가 끝났어요', '판매 대금이 나갔어요.'],
  disputed: ['분쟁이 있어요', '끝낼 때까지 판매 대금은 나가지 않아요.'],
};

const WORDS: Record<Order['role'], Words> = {
  buyer: BUYER_WORDS,
  seller: SELLER_WORDS,
  operator: { ...SELLER_WORDS, ...OPERATOR_WORDS },
};

/** How an order stands, in the words of the one who looks at it. */
export function statusOf(
  order: Pick<
    Order,
    'orderState' | 'role' | 'payByMs' | 'deadlines' | 'payment' | 'refunds' | 'history' | 'stuck'
  >,
): OrderStatus {
  const [title, next] = endedDispute(order) ?? WORDS[order.role][order.orderState];
  const words = lackingWords(order) ?? refundWords(order) ?? next;
  return { title, next: words, deadline: deadlineOf(order) };
}

/** Whether it is this viewer's turn to pay: no move of the table, as paying begins once Toss is asked. */
export function isToPay({ orderState, role }: Pick<Order, 'orderState' | 'role'>): boolean {
  return role === 'buyer' && orderState === 'awaiting_payment';
}

/** The page of a seller's own that says more once an order needs nothing of the seller here; else null. */
export function sellerPlace(state: OrderState): { name: string; to: string } | null {
  if (state === 'received' || state === 'paid_out') return { name: '내 정산', to: SETTLEMENT_PATH };
  return ['expired', 'cancelled', 'refunded'].includes(state)
    ? { name: '내 판매', to: MY_SALES_PATH }
    : null;
}

/** The colour of a state: something to do, done, or none of both. */
export function moodOf(state: OrderState): Mood {
  if (['awaiting_payment', 'paying', 'awaiting_deposit', 'disputed'].includes(state)) return 'warn';
  return ['expired', 'cancelled', 'refunded'].includes(state) ? 'plain' : 'lead';
}

/** What was paid is not with us any more, so it cannot be said to be kept or sent. */
function lackingWords({ orderState, stuck }: Pick<Order, 'orderState' | 'stuck'>): string | null {
  if (!stuck || !PAID_STATES.includes(orderState)) return null;
  return '결제된 돈을 담당자가 확인하고 있어요. 확인이 끝날 때까지 판매 대금은 나가지 않아요.';
}

/** Nobody has confirmed what an operator decided. */
function endedDispute({
  orderState,
  history,
}: Pick<Order, 'orderState' | 'history'>): [title: string, next: string] | null {
  if (orderState !== 'received') return null;
  const isAbout = (event: string) => history.some((line) => line.event === event);
  if (isAbout('settle-dispute')) {
    return ['분쟁이 끝났어요', '일부를 구매자에게 돌려주고, 나머지는 판매자에게 보내기로 했어요.'];
  }
  if (!isAbout('release-dispute')) return null;
  return ['분쟁이 끝났어요', '돌려주지 않고 판매 대금을 판매자에게 보내기로 했어요.'];
}

/** What was called off before anything was paid has nothing to give back. */
function refundWords({
  orderState,
  role,
  refunds,
}: Pick<Order, 'orderState' | 'role' | 'refunds'>): string | null {
  if (orderState !== 'cancelled') return null;
  if (refunds.some(({ state }) => state === 'needs-account') && role === 'buyer') {
    return '돌려받을 계좌를 알려 주시면 바로 보내 드릴게요.';
  }
  return refunds.length === 0 ? '결제한 금액이 없어 돌려줄 것도 없어요.' : null;
}

function deadlineOf({
  orderState,
  payByMs,
  deadlines,
  payment,
}: Pick<Order, 'orderState' | 'payByMs' | 'deadlines' | 'payment'>): OrderStatus['deadline'] {
  switch (orderState) {
    case 'awaiting_payment':
      return { label: '결제 기한', atMs: payByMs };
    case 'awaiting_deposit':
      return { label: '입금 기한', atMs: payment?.virtualAccount?.dueAtMs ?? payByMs };
    case 'paid':
      return at('보내지 않으면 저절로 환불', deadlines.refundAtMs);
    case 'shipped':
      return at('저절로 배송 완료', deadlines.deliveredAtMs);
    case 'delivered':
      return at('저절로 구매확정', deadlines.receivedAtMs);
    default:
      return null;
  }
}

function at(label: string, atMs: number | null): OrderStatus['deadline'] {
  return atMs === null ? null : { label, atMs };
}
