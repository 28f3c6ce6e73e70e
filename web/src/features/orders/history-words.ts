import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import type { OrderMove } from '@sagopalgo/core/rules/order-states.ts';
import { ORDER_WORDS } from '../../components/order-words.ts';

type Happened = Order['history'][number];

const MOVES: Record<OrderMove, string> = {
  'begin-payment': '결제를 시작했어요',
  'decline-payment': '결제가 되지 않았어요',
  'await-deposit': '입금할 계좌를 받았어요',
  'lapse-deposit': '입금할 계좌를 닫았어요',
  pay: '결제가 끝났어요',
  'undo-deposit': '은행이 입금을 되돌렸어요',
  ship: '물건을 보냈어요',
  deliver: '물건이 도착했어요',
  receive: '구매를 확정했어요',
  'pay-out': '판매 대금을 보냈어요',
  expire: '결제 기한이 지났어요',
  cancel: '주문을 취소했어요',
  refund: '환불이 끝났어요',
  dispute: '분쟁을 신청했어요',
  'uphold-dispute': '분쟁이 끝나 전액 환불하기로 했어요',
  'settle-dispute': '분쟁이 끝나 일부를 환불하기로 했어요',
  'release-dispute': '분쟁이 끝나 판매 대금을 보내기로 했어요',
};

const ACTORS: Record<Happened['by'], string> = {
  buyer: '구매자',
  seller: '판매자',
  operator: '운영자',
  system: '사고팔고',
};

/** What happens to an order without moving it. */
const OTHERS: Record<string, string> = {
  'payment-failed': '결제가 되지 않았어요',
  'payment-passed-on': '주문이 끝난 뒤에 결제됐어요',
  'shipment-changed': '송장을 고쳤어요',
  'refund-opened': '환불을 시작했어요',
  'refund-retried': '환불을 다시 시도하기로 했어요',
  'payment-given-up': '멈춘 결제를 끝내기로 했어요',
  'payment-stands-still': '결제를 확인하고 있어요',
  'deposit-came-back': '입금이 다시 들어왔어요',
  'back-to-seller': '물건이 판매자에게 돌아갔어요',
};

/** One line of an order's history; what has no words of its own is told by how the order stood then. */
export function historyWords({
  event,
  orderState,
}: Pick<Happened, 'event' | 'orderState'>): string {
  const words = { ...OTHERS, ...MOVES };
  const told = Object.hasOwn(words, event) ? words[event as keyof typeof words] : undefined;
  return told ?? ORDER_WORDS[orderState];
}

/** Moves that somebody gives words of their own with; what is noted of others is ours. */
const IN_THEIR_WORDS: readonly string[] = [
  'cancel',
  'dispute',
  'uphold-dispute',
  'settle-dispute',
  'release-dispute',
  'refund-retried',
  'payment-given-up',
];

/** Whether why it happened is in the words of whoever did it. */
export function isInTheirWords({ event, by }: Pick<Happened, 'event' | 'by'>): boolean {
  return by !== 'system' && IN_THEIR_WORDS.includes(event);
}

/** Who did it. */
export function actorWords({ by }: Pick<Happened, 'by'>): string {
  return ACTORS[by];
}
