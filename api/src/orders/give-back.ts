import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { endDispute } from '@sagopalgo/core/contracts/orders.ts';
import type { RefundCause } from '@sagopalgo/core/contracts/payments.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { giveAllBack } from '@sagopalgo/core/orders/give-all-back.ts';
import { bearLostSale } from '@sagopalgo/core/orders/lost-sales.ts';
import { openRefund, refundableKrw } from '@sagopalgo/core/orders/refunds.ts';
import { makeMove } from './change-order.ts';
import type { Change } from './change-order.ts';

/** Calls an order off; what was paid for it goes back. */
export async function cancel(change: Change, reason: string): Promise<OrderRow> {
  const { order, role } = change;
  const cancelled = await makeMove(change, 'cancel', reason);
  if (order.state !== 'paid') return cancelled;
  const cause = role === 'buyer' ? 'not-shipped' : 'cancelled';
  return await giveAll(change, cancelled, { cause, reason });
}

/**
 * Ends a dispute: all goes back, some of it, or nothing. Where the bank took the money back, its release
 * is at our own cost.
 */
export async function decideDispute(
  change: Change,
  asked: z.output<typeof endDispute.body>,
): Promise<OrderRow> {
  const { reason } = asked;
  if (asked.outcome === 'release') {
    const released = await makeMove(change, 'release-dispute', reason);
    await bearLostSale(change.tx, released, change.nowMs);
    return released;
  }
  if (asked.outcome === 'partial') {
    const settled = await makeMove(change, 'settle-dispute', reason);
    await giveSome(change, settled, { amountKrw: asked.refundKrw, reason });
    return settled;
  }
  const upheld = await makeMove(change, 'uphold-dispute', reason);
  return await giveAll(change, upheld, { cause: 'dispute', reason });
}

async function giveAll(
  { tx, nowMs }: Change,
  order: OrderRow,
  why: { cause: RefundCause; reason: string },
): Promise<OrderRow> {
  return await giveAllBack(tx, order, { ...why, nowMs });
}

// Something has to be left: an order of which all goes back was upheld, not settled.
async function giveSome(
  { tx, nowMs }: Change,
  order: OrderRow,
  asked: { amountKrw: number; reason: string },
): Promise<void> {
  const maxKrw = Math.max(0, (await refundableKrw(tx, order.orderId)) - 1);
  if (asked.amountKrw > maxKrw) throw new RefusalError('REFUND_TOO_LARGE', { maxKrw });
  await openRefund(tx, { order, cause: 'partial', ...asked, nowMs });
}
