import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { endDispute } from '@sagopalgo/core/contracts/orders.ts';
import type { RefundCause } from '@sagopalgo/core/contracts/payments.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { giveAllBack } from '@sagopalgo/core/orders/give-all-back.ts';
import { openRefund, refundableKrw } from '@sagopalgo/core/orders/refunds.ts';
import { makeMove } from './change-order.ts';
import type { Change } from './change-order.ts';

/** Calls an order off; what was paid for it goes back. */
export async function cancel(change: Change): Promise<OrderRow> {
  const { order, role } = change;
  const cancelled = await makeMove(change, 'cancel');
  const cause = role === 'buyer' ? 'not-shipped' : 'cancelled';
  return order.state === 'paid' ? await giveAll(change, cancelled, cause) : cancelled;
}

/** Ends a dispute: all goes back, some of it, or nothing. */
export async function decideDispute(
  change: Change,
  asked: z.output<typeof endDispute.body>,
): Promise<OrderRow> {
  if (asked.outcome === 'release') return await makeMove(change, 'release-dispute');
  if (asked.outcome === 'partial') {
    const settled = await makeMove(change, 'settle-dispute');
    await giveSome(change, settled, asked.refundKrw);
    return settled;
  }
  const upheld = await makeMove(change, 'uphold-dispute');
  return await giveAll(change, upheld, 'dispute');
}

async function giveAll(change: Change, order: OrderRow, cause: RefundCause): Promise<OrderRow> {
  return await giveAllBack(change.tx, order, { cause, ...whyOf(change) });
}

// Something has to be left: an order of which all goes back was upheld, not settled.
async function giveSome(change: Change, order: OrderRow, amountKrw: number): Promise<void> {
  const maxKrw = Math.max(0, (await refundableKrw(change.tx, order.orderId)) - 1);
  if (amountKrw > maxKrw) throw new RefusalError('REFUND_TOO_LARGE', { maxKrw });
  await openRefund(change.tx, { order, amountKrw, cause: 'partial', ...whyOf(change) });
}

function whyOf({ word: { reason = '' }, nowMs }: Change) {
  return { reason, nowMs };
}
