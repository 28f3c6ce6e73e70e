import { and, eq } from 'drizzle-orm';
import { orders, paymentDefaults } from '@sagopalgo/core/mysql/till-schema.ts';
import { lockOrder, moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { totalKrw } from '@sagopalgo/core/orders/open-order.ts';
import { tellParties } from '@sagopalgo/core/orders/tell-parties.ts';
import { isOwed } from '@sagopalgo/core/rules/payable.ts';
import type { Connections } from '../connections.ts';
import { isDue, isUnheard } from './find-due.ts';

const EXPIRED_TOLD = '결제 기한까지 결제되지 않았어요.';

/**
 * Ends an order that was not paid in time and tells both parties. It counts against its buyer, unless
 * nobody could have paid so little. False where it is due no more: somebody was quicker, or is paying, or
 * may have paid in while Toss did not tell. A payment that waits for its deposit stays as it is, and is
 * called off at Toss by whoever reconciles the payments.
 */
export async function expireOrder(
  { db, redis, log, now }: Pick<Connections, 'db' | 'redis' | 'log' | 'now'>,
  orderId: string,
): Promise<boolean> {
  const nowMs = now();
  const expired = await db.transaction(async (tx): Promise<OrderRow | null> => {
    const before = await lockOrder(tx, orderId);
    if (!before || !isDue(before, nowMs)) return null;
    const isAwaited = before.state === 'awaiting_deposit';
    const unheard = and(eq(orders.orderId, orderId), isUnheard(tx));
    if (isAwaited && (await tx.$count(orders, unheard)) > 0) return null;
    const word = { actor: 'system', reason: EXPIRED_TOLD, nowMs } as const;
    const moved = await moveOrder(tx, orderId, 'expire', word);
    if (!moved.isMoved) return null;
    const { auctionId, buyerId: bidderId, amountKrw } = moved.order;
    const missed = { orderId, auctionId, bidderId, amountKrw, defaultedAtMs: nowMs };
    if (isOwed(totalKrw(moved.order))) await tx.insert(paymentDefaults).values(missed);
    return moved.order;
  });
  if (!expired) return false;
  log.info('order.expired', { orderId, auctionId: expired.auctionId });
  await tellParties({ redis, log }, expired);
  return true;
}
