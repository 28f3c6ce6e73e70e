import { and, eq, ne } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { payments, refunds } from '../mysql/till-schema.ts';
import type { TossPayment } from '../toss/payment.ts';
import type { Followed } from './apply-payment.ts';
import { undoSale } from './book-sale.ts';
import { moveOrder } from './move-order.ts';
import type { OrderRow } from './move-order.ts';
import { payAgainByMs } from './pay-again.ts';
import { changePayment, PASSED_ON } from './payment-rows.ts';
import type { PaymentRow } from './payment-rows.ts';
import { writtenAccount } from './payment-view.ts';

/** Of an account that was closed before anybody paid in. */
export const DEPOSIT_OVER = 'DEPOSIT_OVER';
const AWAITED_TOLD = '가상계좌를 받아서 입금을 기다려요.';
const DEPOSIT_OVER_TOLD = '입금되지 않아 가상계좌를 닫았어요.';
const UNDONE_TOLD = '은행이 입금을 취소해서 다시 입금을 기다려요.';

/** Toss has opened an account: nothing is paid before somebody pays into it. */
export async function awaitDeposit(
  tx: Tx,
  order: OrderRow,
  payment: PaymentRow,
  theirs: TossPayment,
  nowMs: number,
): Promise<Followed> {
  const waiting = await changePayment(tx, payment, {
    ...{ state: 'waiting_for_deposit', method: theirs.method, secret: theirs.secret },
    ...{ virtualAccount: writtenAccount(theirs, order), failureCode: null, failureMessage: null },
  });
  const word = { actor: 'system', reason: AWAITED_TOLD, nowMs } as const;
  const moved = await moveOrder(tx, order.orderId, 'await-deposit', word);
  return { payment: waiting, order: moved.order ?? order };
}

/** Nobody paid in, or the account was closed. */
export async function lapseDeposit(
  tx: Tx,
  order: OrderRow,
  payment: PaymentRow,
  nowMs: number,
): Promise<Followed> {
  const failure = { failureCode: DEPOSIT_OVER, failureMessage: DEPOSIT_OVER_TOLD };
  const lapsed = await changePayment(tx, payment, { state: 'failed', ...failure });
  const { orderId, tossOrderId } = payment;
  const others = await tx.$count(
    payments,
    and(
      eq(payments.orderId, orderId),
      eq(payments.state, 'waiting_for_deposit'),
      ne(payments.tossOrderId, tossOrderId),
    ),
  );
  if (others > 0) return { payment: lapsed, order };
  const word = { actor: 'system', reason: DEPOSIT_OVER_TOLD, nowMs } as const;
  const moved = await moveOrder(tx, orderId, 'lapse-deposit', word);
  return { payment: lapsed, order: moved.order ?? order };
}

/** The bank had told a deposit that never came: the books and the order are as before it. */
export async function undoDeposit(
  tx: Tx,
  order: OrderRow,
  payment: PaymentRow,
  theirs: TossPayment,
  nowMs: number,
): Promise<Followed> {
  const trouble = 'the bank took back a deposit of an order that had gone on';
  const { orderId, tossOrderId } = payment;
  const given = await tx.$count(refunds, eq(refunds.tossOrderId, tossOrderId));
  if (given > 0 || payment.failureCode === PASSED_ON) return { payment, order, trouble };
  const word = { actor: 'system', reason: UNDONE_TOLD, nowMs } as const;
  const payByMs = payAgainByMs(order, nowMs);
  const moved = await moveOrder(tx, orderId, 'undo-deposit', word, { paidAtMs: null, payByMs });
  if (!moved.isMoved) return { payment, order, trouble };
  await undoSale(tx, moved.order, payment, nowMs);
  const waiting = await changePayment(tx, payment, {
    ...{ state: 'waiting_for_deposit', balanceKrw: 0 },
    virtualAccount: writtenAccount(theirs, moved.order) ?? payment.virtualAccount,
  });
  return { payment: waiting, order: moved.order };
}
