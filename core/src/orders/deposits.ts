import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { payments, refunds } from '../mysql/till-schema.ts';
import type { TossPayment } from '../toss/payment.ts';
import type { Followed } from './apply-payment.ts';
import { NOT_GIVEN } from './book-cancels.ts';
import { undoSale, undoStray } from './book-sale.ts';
import { bearOverdraft } from './lost-sales.ts';
import { moveOrder } from './move-order.ts';
import type { OrderRow } from './move-order.ts';
import { payAgainByMs } from './pay-again.ts';
import { changePayment, PASSED_ON } from './payment-rows.ts';
import type { PaymentRow } from './payment-rows.ts';
import { writtenAccount } from './payment-view.ts';
import { NEVER_CAME } from './refunds.ts';

/** Of an account that was closed before anybody paid in. */
export const DEPOSIT_OVER = 'DEPOSIT_OVER';
const AWAITED_TOLD = '가상계좌를 받아서 입금을 기다려요.';
const DEPOSIT_OVER_TOLD = '입금되지 않아 가상계좌를 닫았어요.';
const UNDONE_TOLD = '은행이 입금을 취소해서 다시 입금을 기다려요.';
/** Of a called off order whose deposit the bank took back. */
export const NOTHING_TO_GIVE_TOLD = '은행이 입금을 되돌려서 돌려줄 금액이 없어요.';
const WAITS_AGAIN = { state: 'waiting_for_deposit', balanceKrw: 0 } as const;

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

/**
 * The bank had told a deposit that never came: the books are as before it, and so is the order, unless it
 * has gone on. One that was called off is over, as nothing has to go back; of one that the seller has
 * been paid for, the loss is ours; any other stands still until an operator has decided.
 */
export async function undoDeposit(
  tx: Tx,
  order: OrderRow,
  payment: PaymentRow,
  theirs: TossPayment,
  nowMs: number,
): Promise<Followed> {
  const { orderId, tossOrderId } = payment;
  const isGiven = and(eq(refunds.tossOrderId, tossOrderId), eq(refunds.state, 'done'));
  if ((await tx.$count(refunds, isGiven)) > 0) {
    return { payment, order, trouble: 'the bank took back a deposit that had been given back' };
  }
  const waits = and(eq(refunds.tossOrderId, tossOrderId), inArray(refunds.state, NOT_GIVEN));
  await tx.update(refunds).set(NEVER_CAME).where(waits);
  if (payment.failureCode === PASSED_ON) {
    await undoStray(tx, payment, nowMs);
    const noFailure = { failureCode: null, failureMessage: null };
    return { payment: await changePayment(tx, payment, { ...WAITS_AGAIN, ...noFailure }), order };
  }
  const word = { actor: 'system', reason: UNDONE_TOLD, nowMs } as const;
  const payByMs = payAgainByMs(order, nowMs);
  const moved = await moveOrder(tx, orderId, 'undo-deposit', word, { paidAtMs: null, payByMs });
  await undoSale(tx, order, payment, nowMs);
  if (!moved.isMoved) {
    const waiting = await changePayment(tx, payment, WAITS_AGAIN);
    return await goOnWithout(tx, order, waiting, nowMs);
  }
  const virtualAccount = writtenAccount(theirs, moved.order) ?? payment.virtualAccount;
  const waiting = await changePayment(tx, payment, { ...WAITS_AGAIN, virtualAccount });
  return { payment: waiting, order: moved.order };
}

async function goOnWithout(
  tx: Tx,
  order: OrderRow,
  payment: PaymentRow,
  nowMs: number,
): Promise<Followed> {
  const word = { actor: 'system', reason: NOTHING_TO_GIVE_TOLD, nowMs } as const;
  const ended = await moveOrder(tx, order.orderId, 'refund', word);
  if (ended.isMoved) return { payment, order: ended.order };
  await bearOverdraft(tx, order, nowMs);
  const trouble = 'the bank took back a deposit of an order that had gone on';
  return { payment, order, trouble, isEvent: true };
}
