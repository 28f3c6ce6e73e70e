import { and, eq } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { orderEvents } from '../mysql/till-schema.ts';
import { writeOrderEvent } from './move-order.ts';
import type { OrderRow } from './move-order.ts';

const EVENT = 'payment-stands-still';
const TOLD_TO_THE_PARTIES = '결제를 담당자가 확인하고 있어요.';

/**
 * Notes in an order's history that its payment goes no further until a person has looked at it; the
 * parties read no more than that. True the first time for each state of the order, to be told once.
 */
export async function noteStandstill(tx: Tx, order: OrderRow, nowMs: number): Promise<boolean> {
  const { orderId, state } = order;
  const isNoted = await tx.$count(
    orderEvents,
    and(
      eq(orderEvents.orderId, orderId),
      eq(orderEvents.event, EVENT),
      eq(orderEvents.toState, state),
    ),
  );
  if (isNoted > 0) return false;
  const word = { actor: 'system', reason: TOLD_TO_THE_PARTIES, nowMs } as const;
  await writeOrderEvent(tx, { orderId, event: EVENT, from: state, to: state, ...word });
  return true;
}
