import { applyPayment } from './apply-payment.ts';
import { learnPayment, logAnswer } from './ask-toss.ts';
import type { PaymentRow, TillDeps } from './payment-rows.ts';

const HOUR_MS = 3_600_000;
const REASON = '입금 기한이 지났거나 입금할 필요가 없어졌어요.';

/**
 * Closes an account that nobody should pay into any more, by cancelling at Toss what was never paid. When
 * somebody has paid in meanwhile, Toss refuses for want of an account to give it back to, and the money
 * is learned of instead.
 */
export async function closeDeposit(deps: TillDeps, payment: PaymentRow): Promise<PaymentRow> {
  const { tossOrderId, paymentKey, state } = payment;
  if (paymentKey === null || state !== 'waiting_for_deposit') return payment;
  // Toss repeats to a key what it once refused, so every hour has a key of its own. Nobody can close an
  // account twice.
  const idempotencyKey = `close-${tossOrderId}-${Math.floor(deps.now() / HOUR_MS)}`;
  const answer = await deps.toss.cancel({ paymentKey, idempotencyKey, cancelReason: REASON });
  logAnswer(deps, 'deposit.close-answered', payment, answer);
  if (answer.kind === 'payment') {
    const applied = await applyPayment(deps, payment, answer.payment);
    if (!applied.isStale) return applied.payment;
  }
  return (await learnPayment(deps, tossOrderId)).payment;
}
