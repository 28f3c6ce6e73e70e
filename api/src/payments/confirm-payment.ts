import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { confirmPayment } from '@sagopalgo/core/contracts/payments.ts';
import { duplicateKeyOf } from '@sagopalgo/core/mysql/errors.ts';
import { confirmAttempt } from '@sagopalgo/core/orders/ask-toss.ts';
import { lockOrder, moveOrder, writeOrderEvent } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { totalKrw } from '@sagopalgo/core/orders/open-order.ts';
import { AMOUNT_CHANGED, changePayment, lockPayment } from '@sagopalgo/core/orders/payment-rows.ts';
import type { PaymentRow } from '@sagopalgo/core/orders/payment-rows.ts';
import { paymentView } from '@sagopalgo/core/orders/payment-view.ts';
import { tellParties } from '@sagopalgo/core/orders/tell-parties.ts';
import type { Deps } from '../deps.ts';
import { ownPayment } from './own-order.ts';
import { ANSWER_WITHIN_MS, inTime } from '../http/in-time.ts';
import { outcomeOf } from './outcome-of.ts';
import { checkNoneUnderWay } from './start-payment.ts';

const BEGUN_TOLD = '토스페이먼츠에서 인증을 마치고 돌아왔어요.';
const AMOUNT_CHANGED_TOLD = '결제 금액이 주문 금액과 달라서 결제하지 않았어요.';

type Reply = z.output<typeof confirmPayment.reply>;
export type ConfirmDeps = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'toss' | 'metrics'>;

interface Asked {
  orderId: string;
  tossOrderId: string;
  paymentKey: string;
  amountKrw: number;
  buyerId: string;
}

/**
 * Has Toss charge an attempt, once: whoever moves it to `confirming` sends it, and every other call of
 * the same attempt is answered by how it stands. The stored amount is charged, never the browser's.
 */
export async function confirmPaid(
  deps: ConfirmDeps,
  asked: Asked,
  answerWithinMs = ANSWER_WITHIN_MS,
): Promise<Reply> {
  const found = await ownPayment(deps, asked);
  if (found.state !== 'pending') return answerOf(found);
  const begun = await begin(deps, asked);
  if (begun.attempt.state !== 'confirming' || begun.order === null) return answerOf(begun.attempt);
  await tellParties(deps, begun.order);
  const reply = answerOf(await settled(deps, begun.attempt, answerWithinMs));
  deps.metrics.paymentAnswered(reply.outcome);
  return reply;
}

/** What an attempt that is not pending any more answers to whoever asks for it again. */
function answerOf(payment: PaymentRow): Reply {
  const { amountKrw, failureCode } = payment;
  if (failureCode === AMOUNT_CHANGED) {
    throw new RefusalError('PAYMENT_AMOUNT_CHANGED', { amountKrw });
  }
  return { outcome: outcomeOf(payment), payment: paymentView(payment) };
}

interface Begun {
  attempt: PaymentRow;
  /** The order when this call is the one to send the attempt to Toss. */
  order: OrderRow | null;
}

async function begin(deps: ConfirmDeps, asked: Asked): Promise<Begun> {
  try {
    return await beginUnderLock(deps, asked);
  } catch (error) {
    // The same payment of Toss cannot belong to two attempts, so one of them is made up.
    if (duplicateKeyOf(error) !== 'payments_payment_key') throw error;
    const { orderId, tossOrderId } = asked;
    deps.log.warn('payment.key-taken', { orderId, tossOrderId });
    throw new RefusalError('PAYMENT_UNDER_WAY');
  }
}

async function beginUnderLock({ db, now, log }: ConfirmDeps, asked: Asked): Promise<Begun> {
  const { orderId, tossOrderId, paymentKey, amountKrw, buyerId } = asked;
  return await db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (!order) throw new RefusalError('ORDER_NOT_FOUND');
    const attempt = await lockPayment(tx, tossOrderId);
    if (attempt.state !== 'pending') return { attempt, order: null };
    const nowMs = now();
    const word = { actor: 'buyer', actorId: buyerId, reason: BEGUN_TOLD, nowMs } as const;
    if (amountKrw !== attempt.amountKrw || amountKrw !== totalKrw(order)) {
      log.warn('payment.amount-changed', { orderId, tossOrderId, amountKrw });
      const failure = { failureCode: AMOUNT_CHANGED, failureMessage: AMOUNT_CHANGED_TOLD };
      const stays = { event: 'payment-failed', from: order.state, to: order.state };
      await writeOrderEvent(tx, { orderId, ...stays, ...word, reason: AMOUNT_CHANGED_TOLD });
      return { attempt: await changePayment(tx, attempt, { state: 'failed', ...failure }), order };
    }
    await checkNoneUnderWay(tx, orderId);
    const moved = await moveOrder(tx, orderId, 'begin-payment', word);
    if (!moved.isMoved) throw new RefusalError('ORDER_STATE', { orderState: order.state });
    const confirming = { state: 'confirming' as const, paymentKey, confirmingAtMs: nowMs };
    return { attempt: await changePayment(tx, attempt, confirming), order: moved.order };
  });
}

// Toss may be slow, and whoever waits is told that it is being checked; the work goes on, and should
// this process end, the reconciler takes it up.
async function settled(
  deps: ConfirmDeps,
  attempt: PaymentRow,
  answerWithinMs: number,
): Promise<PaymentRow> {
  const settling = confirmAttempt(deps, attempt).catch((error: unknown) => {
    const { orderId, tossOrderId } = attempt;
    deps.log.warn('payment.unsettled', { orderId, tossOrderId, error });
    return attempt;
  });
  return await inTime(settling, attempt, answerWithinMs);
}
