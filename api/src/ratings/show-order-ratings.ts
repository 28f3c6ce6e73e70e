import { eq } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { OrderRatings } from '@sagopalgo/core/contracts/ratings.ts';
import { ratings } from '@sagopalgo/core/mysql/asking-schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { sideOf } from './order-side.ts';
import { isRatable, ratingEndMs } from './rating-window.ts';

/** What the parties of an order said of each other, as the caller may see it. Throws ORDER_NOT_FOUND. */
export async function showOrderRatings(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  caller: Caller,
  orderId: string,
): Promise<OrderRatings> {
  const [order] = await db.select().from(orders).where(eq(orders.orderId, orderId));
  const side = sideOf(order ?? null, caller);
  if (!order) throw new RefusalError('ORDER_NOT_FOUND');
  const known = await db.select().from(ratings).where(eq(ratings.orderId, orderId));
  const nowMs = now();
  const own = known.find((rating) => rating.side === side) ?? null;
  const theirs = known.find((rating) => rating.side !== side && rating.shownAtMs <= nowMs) ?? null;
  const untilMs = isRatable(order) ? await ratingEndMs(db, order) : null;
  return {
    untilMs,
    mayRate: side !== null && own === null && untilMs !== null && nowMs < untilMs,
    own: own && given(own),
    theirs: side === null || theirs === null ? null : given(theirs),
  };
}

function given({ stars, text, ratedAtMs, hiddenAtMs }: typeof ratings.$inferSelect) {
  return { stars, text: hiddenAtMs === null ? text : '', ratedAtMs };
}
