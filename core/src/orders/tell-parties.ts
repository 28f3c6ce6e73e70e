import type { AuctionRedis } from '../redis/connect.ts';
import { tellPerson } from '../redis/person-messages.ts';
import type { OwnEvent } from '../redis/person-messages.ts';
import type { OrderRow } from './move-order.ts';

/** What tells people takes: their channel, and a log of what got lost. */
export interface Teller {
  redis: AuctionRedis;
  log: { warn: (event: string, facts?: Record<string, unknown>) => void };
}

/** What the parties of an order are told when it has moved. */
export function orderNews(order: OrderRow): OwnEvent {
  const { auctionId, orderId, state: orderState, amountKrw, payByMs } = order;
  return { event: 'order', data: { auctionId, orderId, orderState, amountKrw, payByMs } };
}

/**
 * Tells buyer and seller how their order stands; call it once the transaction has committed. What is lost
 * on the way is not told again, as the record says the same to whoever asks: never throws.
 */
export async function tellParties(teller: Teller, order: OrderRow): Promise<void> {
  await tell(teller, order, [order.buyerId, order.sellerId]);
}

/** The same to the seller alone, where it concerns the buyer no more. */
export async function tellSeller(teller: Teller, order: OrderRow): Promise<void> {
  await tell(teller, order, [order.sellerId]);
}

async function tell({ redis, log }: Teller, order: OrderRow, userIds: string[]): Promise<void> {
  try {
    const news = [orderNews(order)];
    await Promise.all(userIds.map((userId) => tellPerson(redis, userId, news)));
  } catch (error) {
    log.warn('order.untold', { orderId: order.orderId, error });
  }
}
