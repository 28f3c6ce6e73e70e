import type { RecordedAuction } from './read-record.ts';
import { differs } from './record-faults.ts';

/** What is wrong with an auction's orders: a sold one has exactly one first order, others have none. */
export function orderFaults({ row, orders }: RecordedAuction): string[] {
  const first = orders.filter(({ attempt }) => attempt === 1);
  if (row.state !== 'sold') {
    return orders.length === 0 ? [] : [`it is ${row.state} and has ${orders.length} order(s)`];
  }
  const [order] = first;
  if (!order || first.length > 1) return [`it is sold and has ${first.length} first orders`];
  return [
    ...differs('buyer', order.buyerId, row.leaderId),
    ...differs('seller', order.sellerId, row.sellerId),
    ...differs('amount', order.amountKrw, row.priceKrw),
  ].map((fault) => `the order's ${fault}`);
}
