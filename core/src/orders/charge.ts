import type { Tx } from '../mysql/connect.ts';
import type { TossPayment } from '../toss/payment.ts';
import { bookSale, bookStray } from './book-sale.ts';
import { moveOrder, writeOrderEvent } from './move-order.ts';
import type { OrderRow } from './move-order.ts';
import { changePayment, PASSED_ON } from './payment-rows.ts';
import type { PaymentRow } from './payment-rows.ts';
import { openRefundOf } from './refunds.ts';

/** Where Toss does not say by which method. */
const APPROVED_TOLD = '결제가 승인됐어요.';
const PASSED_ON_TOLD = '결제하는 사이에 주문이 끝나서, 낸 돈을 모두 돌려드려요.';
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
  const why = { failureCode: PASSED_ON, failureMessage: PASSED_ON_TOLD };
  const stray = await changePayment(tx, payment, { ...came, ...why });
  await bookStray(tx, stray, nowMs);
  const stays = { event: 'payment-passed-on', from: order.state, to: order.state };
  const told = { actor: 'system', reason: WENT_ON_TOLD, nowMs } as const;
  await writeOrderEvent(tx, { orderId: order.orderId, ...stays, ...told });
  const cause = payment.virtualAccount === null ? 'passed-on' : 'late-deposit';
  await openRefundOf(tx, order, stray, { amountKrw, cause, reason: PASSED_ON_TOLD, nowMs });
  return { payment: stray, order };
}
