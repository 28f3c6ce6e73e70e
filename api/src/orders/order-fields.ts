import { totalKrw } from '@sagopalgo/core/orders/open-order.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';

/** What buyer and seller are told of an order. */
export function orderFields(order: OrderRow) {
  const { orderId, state: orderState, amountKrw, payByMs } = order;
  return { orderId, orderState, amountKrw, totalKrw: totalKrw(order), payByMs };
}
