import type { RefundCause } from '../contracts/payments.ts';
import type { Tx } from '../mysql/connect.ts';
import { NOTHING_TO_GIVE_TOLD } from './deposits.ts';
import { isSaleLost, takeLossBack } from './lost-sales.ts';
import { moveOrder } from './move-order.ts';
import type { OrderRow } from './move-order.ts';
import { isAllBack, openRefund, refundableKrw } from './refunds.ts';

const ALL_BACK_TOLD = '이미 전액 환불됐어요.';

/**
 * Has all that is left of an order's payment go back; call it under the order's lock, with the move that
 * calls the order off. What went back at Toss before makes it `refunded` at once, and so does a deposit
 * that the bank took back, as then it was nobody's cost. Returns the order as it stands then. Throws where there is no
 * charge: an order is never called off without its money.
 */
export async function giveAllBack(
  tx: Tx,
  order: OrderRow,
  why: { cause: RefundCause; reason: string; nowMs: number },
): Promise<OrderRow> {
  const { orderId } = order;
  const { nowMs } = why;
  const isLost = await isSaleLost(tx, order);
  if (isLost) await takeLossBack(tx, order, nowMs);
  if (isLost || (await isAllBack(tx, orderId))) {
    const reason = isLost ? NOTHING_TO_GIVE_TOLD : ALL_BACK_TOLD;
    const word = { actor: 'system', reason, nowMs } as const;
    const moved = await moveOrder(tx, orderId, 'refund', word);
    return moved.order ?? order;
  }
  const amountKrw = await refundableKrw(tx, orderId);
  const refundId = await openRefund(tx, { order, amountKrw, ...why });
  if (refundId === null) throw new Error(`order ${orderId} has no charge to give back`);
  return order;
}
