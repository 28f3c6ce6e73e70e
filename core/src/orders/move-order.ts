import { eq } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { orderEvents, orders } from '../mysql/till-schema.ts';
import { noteOrderMove } from '../notices/order-notices.ts';
import { orderAfter } from '../rules/order-states.ts';
import type { OrderActor, OrderMove, OrderState } from '../rules/order-states.ts';

export type OrderRow = typeof orders.$inferSelect;

/** Who does something to an order, when, and in whose words why. */
export interface OrderWord {
  actor: OrderActor;
  /** Left out for the system. */
  actorId?: string;
  reason: string;
  nowMs: number;
}

/** What a move came to: the order as it stands now, or as it stood where it may not be made. */
export type Moved =
  { isMoved: true; order: OrderRow; from: OrderState } | { isMoved: false; order: OrderRow | null };

/**
 * Makes one move of the order table under the order's lock and writes down who made it and why. Where the
 * table does not allow it, for this actor or from this state, nothing changes. `also` is set with it, and the
 * parties are told where the move concerns them.
 */
export async function moveOrder(
  tx: Tx,
  orderId: string,
  move: OrderMove,
  word: OrderWord,
  also: Partial<Pick<OrderRow, Stamped>> = {},
): Promise<Moved> {
  const before = await lockOrder(tx, orderId);
  const to = before && orderAfter(before.state, move, word.actor);
  if (!before || to === null) return { isMoved: false, order: before };
  const changed = { ...also, state: to, stateAtMs: word.nowMs };
  await tx.update(orders).set(changed).where(eq(orders.orderId, orderId));
  const event = { orderId, event: move, from: before.state, to, ...word };
  const eventId = await writeOrderEvent(tx, event);
  const order = { ...before, ...changed };
  const { actor, nowMs } = word;
  await noteOrderMove(tx, { order, move, actor, eventId, nowMs });
  return { isMoved: true, order, from: before.state };
}

/** Reads an order and keeps everybody else from moving it until the transaction ends. */
export async function lockOrder(tx: Tx, orderId: string): Promise<OrderRow | null> {
  const [row] = await tx.select().from(orders).where(eq(orders.orderId, orderId)).for('update');
  return row ?? null;
}

/**
 * Writes down what happened to an order; `from` and `to` are the same when it did not move. Returns the number of what
 * was written.
 */
export async function writeOrderEvent(
  tx: Tx,
  happened: OrderWord & { orderId: string; event: string; from: OrderState; to: OrderState },
): Promise<number> {
  const { orderId, event, from, to, actor, actorId, reason, nowMs } = happened;
  const [written] = await tx.insert(orderEvents).values({
    ...{ orderId, event, fromState: from, toState: to, actor },
    ...{ actorId: actorId ?? null, reason, happenedAtMs: nowMs },
  });
  return written.insertId;
}

type Stamped =
  'paidAtMs' | 'shippedAtMs' | 'deliveredAtMs' | 'carrier' | 'trackingNumber' | 'payByMs';
