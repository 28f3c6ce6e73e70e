import { createHash } from 'node:crypto';
import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import type { RefundState } from '../contracts/payments.ts';
import type { Tx } from '../mysql/connect.ts';
import { refunds } from '../mysql/till-schema.ts';
import { refundLines, strayRefundLines } from '../rules/journals.ts';
import { isCarriedOut } from '../toss/payment.ts';
import type { TossCancel, TossPayment } from '../toss/payment.ts';
import { sharesOf } from './book-sale.ts';
import { bearOverdraft } from './lost-sales.ts';
import { moveOrder } from './move-order.ts';
import type { OrderRow } from './move-order.ts';
import { PASSED_ON, changePayment, strayCause } from './payment-rows.ts';
import type { PaymentRow } from './payment-rows.ts';
import { postJournal } from './post-journal.ts';

const ELSEWHERE = '토스페이먼츠에서 취소됐어요.';
const ALL_BACK_TOLD = '낸 돈이 모두 구매자에게 돌아갔어요.';
const REASON_MAX_CHARS = 200;
/** Of these the money has not gone back. */
export const NOT_GIVEN: RefundState[] = ['pending', 'needs-account', 'refused'];
/** Of a refund whose money a person has given back at Toss, or a later refund has. */
const REPLACED = { state: 'replaced', failureCode: 'GIVEN_BACK_AT_TOSS' } as const;

export type RefundRow = typeof refunds.$inferSelect;

/** Who gave money back: we, a person in the place of a refund that waited, or a person of their own accord. */
type Origin = 'ours' | 'in-its-place' | 'by-hand';

/** What has come to be booked as gone back. */
export interface CancelsBooked {
  payment: PaymentRow;
  order: OrderRow;
  /** Somebody gave money back at Toss itself, of an order that goes on. */
  isUnasked: boolean;
}

/** The reason that Toss is given with a refund; the refund is found by it among a payment's cancels. */
export function cancelReason({ refundId, reason }: Pick<RefundRow, 'refundId' | 'reason'>): string {
  const mark = ` [${refundId}]`;
  return (
    Array.from(reason)
      .slice(0, REASON_MAX_CHARS - mark.length)
      .join('') + mark
  );
}

/**
 * Books what has gone back of a charge at Toss and was not booked yet: each by the refund that asked for
 * it, or for itself when somebody called it off at Toss. An order that was called off is `refunded` once
 * all is back. Amounts have been compared before; call it under the locks of order and attempt.
 */
export async function bookCancels(
  tx: Tx,
  given: { order: OrderRow; payment: PaymentRow },
  theirs: TossPayment,
  nowMs: number,
): Promise<CancelsBooked> {
  let { payment } = given;
  let isUnasked = false;
  for (const cancel of theirs.cancels) {
    if (!isCarriedOut(cancel)) continue;
    const { refund, origin } = await refundOf(tx, payment, cancel, nowMs);
    if (refund.state === 'done') continue;
    const back = { ...refund, amountKrw: cancel.cancelAmount };
    if (!isKept(given.order, origin)) await makeGood(tx, back, origin);
    payment = await bookRefund(tx, given.order, payment, back, nowMs);
    if (given.order.state === 'paid_out') await bearOverdraft(tx, given.order, nowMs);
    isUnasked ||= origin === 'by-hand';
  }
  return { payment, ...(await followOrder(tx, given.order, payment, isUnasked, nowMs)) };
}

// What was kept back when the seller was paid out is nobody's but the buyer's.
function isKept({ state }: OrderRow, origin: Origin): boolean {
  return state === 'paid_out' && origin === 'ours';
}

async function bookRefund(
  tx: Tx,
  order: OrderRow,
  payment: PaymentRow,
  { refundId, amountKrw: refundKrw }: RefundRow,
  nowMs: number,
): Promise<PaymentRow> {
  const done = { state: 'done', amountKrw: refundKrw, doneAtMs: nowMs, failureCode: null } as const;
  await tx.update(refunds).set(done).where(eq(refunds.refundId, refundId));
  const isStray = payment.failureCode === PASSED_ON;
  const refundedKrw = payment.amountKrw - payment.balanceKrw;
  const lines = isStray
    ? strayRefundLines(payment.buyerId, refundKrw)
    : refundLines(sharesOf(order), { refundKrw, refundedKrw });
  await postJournal(tx, {
    journalKey: `refund:${refundId}`,
    kind: isStray ? 'stray-refund' : 'refund',
    ...{ orderId: order.orderId, lines, nowMs },
  });
  const balanceKrw = payment.balanceKrw - refundKrw;
  const state = balanceKrw === 0 ? 'cancelled' : 'done';
  return await changePayment(tx, payment, { balanceKrw, state });
}

// What Toss refused before is made good by this: by what was decided on later it is owed no more, by what a
// person did at Toss only as far as that goes, the oldest first.
async function makeGood(
  tx: Tx,
  { tossOrderId, amountKrw, createdAtMs }: RefundRow,
  origin: Origin,
): Promise<void> {
  if (origin === 'in-its-place') return;
  const isRefused = and(
    ...[eq(refunds.tossOrderId, tossOrderId), lte(refunds.createdAtMs, createdAtMs)],
    eq(refunds.state, 'refused'),
  );
  const refused = await tx
    .select()
    .from(refunds)
    .where(isRefused)
    .orderBy(asc(refunds.createdAtMs));
  let givenKrw = origin === 'ours' ? Number.POSITIVE_INFINITY : amountKrw;
  for (const { refundId, amountKrw: owedKrw } of refused) {
    const restKrw = Math.max(0, owedKrw - givenKrw);
    givenKrw -= owedKrw - restKrw;
    await tx
      .update(refunds)
      .set(restKrw === 0 ? REPLACED : { amountKrw: restKrw })
      .where(eq(refunds.refundId, refundId));
  }
}

// A person may have given back a part of what waits: no more can go back than is left, and Toss would
// refuse the whole of it. Under another key, as what was asked for under the old one was more.
async function fitToBalance(tx: Tx, { tossOrderId, balanceKrw }: PaymentRow): Promise<void> {
  const waiting = await tx
    .select()
    .from(refunds)
    .where(
      and(
        eq(refunds.tossOrderId, tossOrderId),
        inArray(refunds.state, ['pending', 'needs-account']),
      ),
    )
    .orderBy(asc(refunds.createdAtMs))
    .for('update');
  let leftKrw = balanceKrw;
  for (const { refundId, amountKrw, tries } of waiting) {
    const fitsKrw = Math.min(amountKrw, leftKrw);
    leftKrw -= fitsKrw;
    if (fitsKrw === amountKrw) continue;
    const fitted = fitsKrw === 0 ? REPLACED : { amountKrw: fitsKrw, tries: tries + 1 };
    await tx.update(refunds).set(fitted).where(eq(refunds.refundId, refundId));
  }
}

// Ours by its mark. One without a mark is what a person did at Toss, who may have carried out by hand
// what we could not.
async function refundOf(
  tx: Tx,
  payment: PaymentRow,
  { cancelAmount, cancelReason: reason, transactionKey }: TossCancel,
  nowMs: number,
): Promise<{ refund: RefundRow; origin: Origin }> {
  const { tossOrderId, orderId } = payment;
  const known = await tx
    .select()
    .from(refunds)
    .where(eq(refunds.tossOrderId, tossOrderId))
    .orderBy(asc(refunds.createdAtMs))
    .for('update');
  const marked = known.find(({ refundId }) => reason?.includes(`[${refundId}]`));
  if (marked) return { refund: marked, origin: 'ours' };
  const refundId = `toss-${createHash('sha256').update(transactionKey).digest('base64url').slice(0, 32)}`;
  const noted = known.find((each) => each.refundId === refundId);
  if (noted) return { refund: noted, origin: 'in-its-place' };
  const cause = payment.failureCode === PASSED_ON ? strayCause(payment) : 'cancelled';
  const asked = { amountKrw: cancelAmount, cause, reason: ELSEWHERE } as const;
  const refund: RefundRow = {
    ...{ refundId, tossOrderId, orderId, ...asked, state: 'pending', receiveAccount: null },
    ...{
      tries: 0,
      attempts: 0,
      triedAtMs: null,
      failureCode: null,
      createdAtMs: nowMs,
      doneAtMs: null,
    },
  };
  await tx.insert(refunds).values(refund);
  // What was waiting to be given back has been: it must not be given a second time.
  const waiting = known.find(
    ({ state, amountKrw }) => amountKrw === cancelAmount && NOT_GIVEN.includes(state),
  );
  if (!waiting) return { refund, origin: 'by-hand' };
  await tx.update(refunds).set(REPLACED).where(eq(refunds.refundId, waiting.refundId));
  return { refund, origin: 'in-its-place' };
}

async function followOrder(
  tx: Tx,
  order: OrderRow,
  payment: PaymentRow,
  isUnasked: boolean,
  nowMs: number,
): Promise<{ order: OrderRow; isUnasked: boolean }> {
  const { tossOrderId, balanceKrw, failureCode } = payment;
  if (balanceKrw > 0) {
    await fitToBalance(tx, payment);
    return { order, isUnasked };
  }
  // Nothing is left that what still waits could be given back of.
  const waits = and(eq(refunds.tossOrderId, tossOrderId), inArray(refunds.state, NOT_GIVEN));
  await tx.update(refunds).set(REPLACED).where(waits);
  if (failureCode === PASSED_ON) return { order, isUnasked };
  const word = { actor: 'system', nowMs } as const;
  if (isUnasked) await moveOrder(tx, order.orderId, 'cancel', { ...word, reason: ELSEWHERE });
  const moved = await moveOrder(tx, order.orderId, 'refund', {
    ...word,
    reason: ALL_BACK_TOLD,
  });
  return { order: moved.order ?? order, isUnasked: isUnasked && !moved.isMoved };
}
