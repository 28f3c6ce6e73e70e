import { and, eq, gt } from 'drizzle-orm';
import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { CARRIERS } from '@sagopalgo/core/contracts/orders.ts';
import type { shipOrder } from '@sagopalgo/core/contracts/orders.ts';
import { orderEvents, orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { writeOrderEvent } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { makeMove } from './change-order.ts';
import type { Change } from './change-order.ts';

const SHIPMENT_CHANGED = 'shipment-changed';
const DAY_MS = 86_400_000;
/** Each is told to the buyer and stands in the order's history. */
const CHANGES_A_DAY = 10;
const RETRY_AFTER_MS = 3_600_000;

/** Marks an order as shipped, or puts its shipment right while it is under way; null: it was so already. */
export async function ship(
  change: Change,
  { carrier, trackingNumber: asked }: z.output<typeof shipOrder.body>,
): Promise<OrderRow | null> {
  const { order, role, nowMs } = change;
  const trackingNumber = asked ?? null;
  const shipment = { carrier, trackingNumber };
  const isCorrection = role === 'seller' && order.state === 'shipped';
  if (!isCorrection) {
    const reason = `발송: ${namesOf(shipment)}`;
    return await makeMove(change, 'ship', reason, { ...shipment, shippedAtMs: nowMs });
  }
  const isSame = order.carrier === carrier && order.trackingNumber === trackingNumber;
  return isSame ? null : await changeShipment(change, shipment);
}

async function changeShipment(
  { tx, order, who, nowMs }: Change,
  shipment: Pick<OrderRow, 'carrier' | 'trackingNumber'>,
): Promise<OrderRow> {
  const { orderId, state } = order;
  const lately = and(
    ...[eq(orderEvents.orderId, orderId), eq(orderEvents.event, SHIPMENT_CHANGED)],
    gt(orderEvents.happenedAtMs, nowMs - DAY_MS),
  );
  if ((await tx.$count(orderEvents, lately)) >= CHANGES_A_DAY) {
    throw new RefusalError('RATE_LIMITED', { retryAfterMs: RETRY_AFTER_MS });
  }
  await tx.update(orders).set(shipment).where(eq(orders.orderId, orderId));
  const happened = { orderId, event: SHIPMENT_CHANGED, from: state, to: state };
  await writeOrderEvent(tx, { ...who, ...happened, reason: `이전: ${namesOf(order)}` });
  return { ...order, ...shipment };
}

function namesOf({
  carrier,
  trackingNumber,
}: Pick<OrderRow, 'carrier' | 'trackingNumber'>): string {
  const names: Readonly<Record<string, string>> = CARRIERS;
  return [names[carrier ?? ''] ?? carrier, trackingNumber].filter(Boolean).join(' ');
}
