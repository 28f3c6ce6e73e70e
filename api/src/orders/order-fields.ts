import type { orders } from '@sagopalgo/core/mysql/schema.ts';

type OrderRow = typeof orders.$inferSelect;

/** What buyer and seller are told of an order. */
export function orderFields({ orderId, state, amountKrw, payByMs }: OrderRow) {
  return { orderId, orderState: state, amountKrw, payByMs };
}
