import { desc, eq } from 'drizzle-orm';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { orderNews } from '@sagopalgo/core/orders/tell-parties.ts';
import { tellPerson } from '@sagopalgo/core/redis/person-messages.ts';
import type { Connections } from '../connections.ts';

/**
 * Tells the winner and the seller of the order that a settlement opened; call it once its transaction
 * has committed. Only the run that settled does, so nobody is told twice; what is lost on the way is not
 * told again, as the record says the same to whoever asks.
 */
export async function tellOrder(
  { db, redis, log }: Pick<Connections, 'db' | 'redis' | 'log'>,
  auctionId: string,
): Promise<void> {
  try {
    const [order] = await db
      .select()
      .from(orders)
      .where(eq(orders.auctionId, auctionId))
      .orderBy(desc(orders.attempt))
      .limit(1);
    if (!order) throw new Error(`auction ${auctionId} is sold without an order`);
    const { orderId, buyerId, sellerId, amountKrw, payByMs } = order;
    const won = { auctionId, orderId, amountKrw, payByMs };
    const opened = orderNews(order);
    await Promise.all([
      tellPerson(redis, buyerId, [{ event: 'won', data: won }, opened]),
      tellPerson(redis, sellerId, [opened]),
    ]);
  } catch (error) {
    log.warn('order.untold', { auctionId, error });
  }
}
