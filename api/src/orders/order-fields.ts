import { totalKrw } from '@sagopalgo/core/orders/open-order.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { LEFT_NICKNAME } from '@sagopalgo/core/rules/left-nickname.ts';

const DELETED_THING = '삭제된 경매';

/** What buyer and seller are told of an order. */
export function orderFields(order: OrderRow) {
  const { orderId, state: orderState, amountKrw, payByMs } = order;
  return { orderId, orderState, amountKrw, totalKrw: totalKrw(order), payByMs };
}

/** What an order is about and whose it is, in words; null is what has been deleted since. */
export function namesIn(named: {
  title: string | null;
  buyerNickname: string | null;
  sellerNickname: string | null;
}) {
  return {
    title: named.title ?? DELETED_THING,
    buyerNickname: named.buyerNickname ?? LEFT_NICKNAME,
    sellerNickname: named.sellerNickname ?? LEFT_NICKNAME,
  };
}
