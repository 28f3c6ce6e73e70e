import { and, eq } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { refunds } from '../mysql/till-schema.ts';
import { PAID_STATES } from '../rules/order-states.ts';
import type { TossPayment } from '../toss/payment.ts';
import { bookSale, bookStray } from './book-sale.ts';
import { isSaleLost, takeLossBack } from './lost-sales.ts';
import { moveOrder, writeOrderEvent } from './move-order.ts';
import type { OrderRow } from './move-order.ts';
import { changePayment, PASSED_ON, strayCause } from './payment-rows.ts';
import type { PaymentRow } from './payment-rows.ts';
import { NEVER_CAME, openRefundOf } from './refunds.ts';
import { CAME_BACK_EVENT } from './stand-still.ts';

/** Where Toss does not say by which method. */
const APPROVED_TOLD = '결제가 승인됐어요.';
const PASSED_ON_TOLD = '결제하는 사이에 주문이 끝나서, 낸 돈을 모두 돌려드려요.';
const CAME_BACK_TOLD = '은행이 되돌렸던 입금이 다시 들어왔어요.';
/** The same to both parties. */
const WENT_ON_TOLD = '결제하는 사이에 주문이 끝나서, 낸 돈은 모두 구매자에게 돌아가요.';

/**
 * The money of an attempt is here. It pays for the order wherever the table lets it; for one that has
 * been passed on, or paid by another attempt, it came for nothing and goes back.
 */
export async function charge(
  tx: Tx,
  order: OrderRow,
  payment: PaymentRow,
  theirs: TossPayment,
  nowMs: number,
): Promise<{ payment: PaymentRow; order: OrderRow }> {
  const { amountKrw } = payment;
  const { method } = theirs;
  const came = {
    state: 'done' as const,
    ...{ balanceKrw: amountKrw, doneAtMs: nowMs, method },
    receiptUrl: theirs.receipt?.url ?? null,
  };
  const word = { actor: 'system', reason: method ?? APPROVED_TOLD, nowMs } as const;
  const moved = await moveOrder(tx, order.orderId, 'pay', word, { paidAtMs: nowMs });
  if (moved.isMoved) {
    const noFailure = { failureCode: null, failureMessage: null };
    const paid = await changePayment(tx, payment, { ...came, ...noFailure });
    await bookSale(tx, moved.order, paid, nowMs);
    return { payment: paid, order: moved.order };
  }
  if (PAID_STATES.includes(order.state) && (await isSaleLost(tx, order))) {
    return await payAfterAll(tx, order, await changePayment(tx, payment, came), nowMs);
  }
  const why = { failureCode: PASSED_ON, failureMessage: PASSED_ON_TOLD };
  const stray = await changePayment(tx, payment, { ...came, ...why });
  await bookStray(tx, stray, nowMs);
  const stays = { event: 'payment-passed-on', from: order.state, to: order.state };
  const told = { actor: 'system', reason: WENT_ON_TOLD, nowMs } as const;
  await writeOrderEvent(tx, { orderId: order.orderId, ...stays, ...told });
  const cause = strayCause(payment);
  await openRefundOf(tx, order, stray, { amountKrw, cause, reason: PASSED_ON_TOLD, nowMs });
  return { payment: stray, order };
}

// The bank took back what the order was paid with, and here it is again.
async function payAfterAll(
  tx: Tx,
  order: OrderRow,
  payment: PaymentRow,
  nowMs: number,
): Promise<{ payment: PaymentRow; order: OrderRow }> {
  const { orderId, state } = order;
  await bookSale(tx, order, payment, nowMs);
  await takeLossBack(tx, order, nowMs);
  await oweAgain(tx, payment);
  const stays = { event: CAME_BACK_EVENT, from: state, to: state };
  await writeOrderEvent(tx, {
    ...{ orderId, ...stays, actor: 'system', reason: CAME_BACK_TOLD, nowMs },
  });
  return { payment, order };
}

// What was to go back of it when the bank took it away.
async function oweAgain(tx: Tx, { tossOrderId }: PaymentRow): Promise<void> {
  const owed = { state: 'needs-account', receiveAccount: null, failureCode: null } as const;
  await tx
    .update(refunds)
    .set(owed)
    .where(
      and(
        ...[eq(refunds.tossOrderId, tossOrderId), eq(refunds.state, NEVER_CAME.state)],
        eq(refunds.failureCode, NEVER_CAME.failureCode),
      ),
    );
}
