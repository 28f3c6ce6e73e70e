import { asc, and, eq } from 'drizzle-orm';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { orderEvents } from '@sagopalgo/core/mysql/till-schema.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';

const DAY_MS = 86_400_000;
const RATING_DAYS = 14;
const RATABLE_STATES: readonly OrderState[] = ['received', 'paid_out'];

/** Whether the parties of an order that stands so may rate each other, in time. */
export function isRatable({ state }: Pick<OrderRow, 'state'>): boolean {
  return RATABLE_STATES.includes(state);
}

/**
 * Until when the parties of an order may rate each other: 14 days from its first 구매확정, whatever became of it
 * since. A rating is shown then at the latest, and nobody can answer it with one.
 */
export async function ratingEndMs(
  db: Db | Tx,
  { orderId, stateAtMs }: Pick<OrderRow, 'orderId' | 'stateAtMs'>,
): Promise<number> {
  const [received] = await db
    .select({ atMs: orderEvents.happenedAtMs })
    .from(orderEvents)
    .where(and(eq(orderEvents.orderId, orderId), eq(orderEvents.toState, 'received')))
    .orderBy(asc(orderEvents.eventId))
    .limit(1);
  return (received?.atMs ?? stateAtMs) + RATING_DAYS * DAY_MS;
}
