import { eq } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { findPayment } from '@sagopalgo/core/orders/payment-rows.ts';
import type { PaymentRow } from '@sagopalgo/core/orders/payment-rows.ts';
import type { Deps } from '../deps.ts';

/** An order of its buyer; to everybody else there is none. */
export async function ownOrder(
  { db }: Pick<Deps, 'db'>,
  orderId: string,
  buyerId: string,
): Promise<OrderRow> {
  const [order] = await db.select().from(orders).where(eq(orders.orderId, orderId));
  if (order?.buyerId !== buyerId) throw new RefusalError('ORDER_NOT_FOUND');
  return order;
}

/** An attempt to pay for an order of its buyer; to everybody else there is neither. */
export async function ownPayment(
  deps: Pick<Deps, 'db'>,
  { orderId, tossOrderId, buyerId }: { orderId: string; tossOrderId: string; buyerId: string },
): Promise<PaymentRow> {
  await ownOrder(deps, orderId, buyerId);
  const found = await findPayment(deps.db, tossOrderId);
  if (found?.orderId !== orderId || found.buyerId !== buyerId) {
    throw new RefusalError('PAYMENT_NOT_FOUND');
  }
  return found;
}

/** Throws ORDER_STATE unless the order waits for its buyer's money, in time. */
export function checkPayable({ state, payByMs }: OrderRow, nowMs: number): void {
  if (state !== 'awaiting_payment' || payByMs <= nowMs) {
    throw new RefusalError('ORDER_STATE', { orderState: state, payByMs });
  }
}
