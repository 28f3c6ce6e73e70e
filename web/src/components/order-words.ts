import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';

/** How an order stands, in words. */
export const ORDER_WORDS: Record<OrderState, string> = {
  awaiting_payment: '결제 대기',
  paying: '결제 확인 중',
  awaiting_deposit: '입금 대기',
  paid: '결제 완료',
  shipped: '배송 중',
  delivered: '배송 완료',
  received: '구매확정',
  paid_out: '정산 완료',
  expired: '기한 지남',
  cancelled: '취소',
  refunded: '환불 완료',
  disputed: '분쟁 처리 중',
};
