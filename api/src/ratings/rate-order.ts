import { randomUUID } from 'node:crypto';
import { and, eq, gt } from 'drizzle-orm';
import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { rateOrder } from '@sagopalgo/core/contracts/ratings.ts';
import { ratings } from '@sagopalgo/core/mysql/asking-schema.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { lockOrder } from '@sagopalgo/core/orders/move-order.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { tellParties } from '@sagopalgo/core/orders/tell-parties.ts';
import type { Teller } from '@sagopalgo/core/orders/tell-parties.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { sideOf } from './order-side.ts';
import { isRatable, ratingEndMs } from './rating-window.ts';

interface Rated extends z.output<typeof rateOrder.body> {
  orderId: string;
}

/**
 * Rates the other party of an order, once. When both have rated, both are shown from then on, and told so. The same
 * rating again changes nothing. Throws ORDER_NOT_FOUND, FORBIDDEN, ORDER_STATE, RATING_OVER and ALREADY_RATED.
 */
export async function rate(
  deps: Pick<Deps, 'db' | 'now'> & Teller,
  caller: Pick<Caller, 'userId' | 'role'>,
  rated: Rated,
): Promise<void> {
  const { db, now } = deps;
  const shown = await rowTransaction(db, async (tx): Promise<OrderRow | null> => {
    // One after the other: the later one has to find the other's.
    const order = await lockOrder(tx, rated.orderId);
    const side = sideOf(order, caller);
    if (!order) throw new RefusalError('ORDER_NOT_FOUND');
    if (side === null) throw new RefusalError('FORBIDDEN');
    const known = await tx.select().from(ratings).where(eq(ratings.orderId, rated.orderId));
    const own = known.find((rating) => rating.side === side);
    if (own && own.stars === rated.stars && own.text === rated.text) return null;
    if (own) throw new RefusalError('ALREADY_RATED');
    if (!isRatable(order)) throw new RefusalError('ORDER_STATE', { orderState: order.state });
    const nowMs = now();
    const endMs = await ratingEndMs(tx, order);
    if (nowMs >= endMs) throw new RefusalError('RATING_OVER');
    const ratedId = side === 'buyer' ? order.sellerId : order.buyerId;
    await tx.insert(ratings).values({
      ...{ ...rated, ratingId: randomUUID(), auctionId: order.auctionId, side },
      ...{ raterId: caller.userId, ratedId, ratedAtMs: nowMs, shownAtMs: endMs },
    });
    if (known.length === 0) return null;
    await showBoth(tx, rated.orderId, nowMs);
    return order;
  });
  // Whoever rated first may be waiting for it on the order's page.
  if (shown) await tellParties(deps, shown);
}

async function showBoth(tx: Tx, orderId: string, nowMs: number): Promise<void> {
  await tx
    .update(ratings)
    .set({ shownAtMs: nowMs })
    .where(and(eq(ratings.orderId, orderId), gt(ratings.shownAtMs, nowMs)));
}
