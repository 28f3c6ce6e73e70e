import type { RefundCause } from '../contracts/payments.ts';
import type { Tx } from '../mysql/connect.ts';
import type { OrderRow } from './move-order.ts';
import { openRefund, refundableKrw } from './refunds.ts';

/**
 * Has all that is left of an order's payment go back; call it under the order's lock, with the move that
 * calls the order off. Throws where there is no charge: an order is never called off without its money.
 */
export async function giveAllBack(
  tx: Tx,
  order: OrderRow,
  why: { cause: RefundCause; reason: string; nowMs: number },
): Promise<void> {
  const amountKrw = await refundableKrw(tx, order.orderId);
  const refundId = await openRefund(tx, { order, amountKrw, ...why });
  if (refundId === null) throw new Error(`order ${order.orderId} has no charge to give back`);
}
