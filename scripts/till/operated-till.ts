import { asc, eq } from 'drizzle-orm';
import { orderEvents } from '@sagopalgo/core/mysql/till-schema.ts';
import { addPersonWithToken } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { openTill } from './till-system.ts';
import type { TillSystem, Won } from './till-system.ts';

/** A till that hears nothing of Toss by itself, and an operator of it. */
export interface OperatedTill extends TillSystem {
  operator: { userId: string; token: string };
  asOperator: TillSystem['call'];
}

export async function openOperatedTill(): Promise<OperatedTill> {
  const till = await openTill();
  till.sim.webhooks.sendTo(null);
  const operator = await addPersonWithToken(till.api.deps, 'ADMIN');
  return {
    ...{ ...till, operator },
    asOperator: (won, ...asked) => till.call({ ...won, buyer: operator }, ...asked),
  };
}

/** The last of these events in the history of an order. */
export async function lastEvent(
  { api }: TillSystem,
  { order: { orderId } }: Won,
  event: string,
): Promise<typeof orderEvents.$inferSelect | undefined> {
  const all = await api.deps.db
    .select()
    .from(orderEvents)
    .where(eq(orderEvents.orderId, orderId))
    .orderBy(asc(orderEvents.eventId));
  return all.findLast((each) => each.event === event);
}
