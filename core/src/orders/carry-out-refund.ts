import { and, eq, isNull } from 'drizzle-orm';
import { bankAccountSchema } from '../contracts/addresses.ts';
import { refunds } from '../mysql/till-schema.ts';
import type { ReceiveAccount, TossAnswer } from '../toss/toss-client.ts';
import { cancelVerdict, failureCodeOf } from '../toss/verdicts.ts';
import type { CancelVerdict } from '../toss/verdicts.ts';
import { applyPayment } from './apply-payment.ts';
import { learnPayment, logAnswer } from './ask-toss.ts';
import { cancelReason } from './book-cancels.ts';
import type { RefundRow } from './book-cancels.ts';
import type { PaymentRow, TillDeps } from './payment-rows.ts';

const NOTHING_LEFT = 'NOTHING_LEFT';
const TRIED_TOO_OFTEN = 'TRIED_TOO_OFTEN';
/** Two days of trying; then it is a person's. */
export const REFUND_ATTEMPTS_MAX = 54;
/** After an hour of trying a person is told. */
const LONG_PENDING_ATTEMPTS = 8;
/** Doubled after each try, up to an hour. */
export const FIRST_REFUND_PAUSE_MS = 30_000;
export const REFUND_PAUSE_MAX_MS = 60 * 60_000;

/** What became of a refund in one go; `pending` is tried again later. */
export type RefundOutcome = RefundRow['state'] | 'taken';

/**
 * Gives back at Toss what a refund says. Toss is asked first how the payment stands, so that what had
 * gone back without our hearing of it is booked and not sent again; and it is told how much must be left
 * for the refund to be done at all, so that no key, however old, gives the same money back twice.
 */
export async function carryOutRefund(deps: TillDeps, refundId: string): Promise<RefundOutcome> {
  const refund = await take(deps, refundId);
  if (!refund) return 'taken';
  const outcome = await tryOnce(deps, refund);
  const attempts = refund.attempts + 1;
  if (outcome !== 'pending') return outcome;
  if (attempts >= REFUND_ATTEMPTS_MAX) {
    return await settle(deps, refund, { state: 'refused', failureCode: TRIED_TOO_OFTEN });
  }
  if (attempts === LONG_PENDING_ATTEMPTS) {
    const { orderId, failureCode } = refund;
    deps.log.error('refund.long-pending', { refundId, orderId, failureCode });
  }
  return 'pending';
}

async function tryOnce(deps: TillDeps, refund: RefundRow): Promise<RefundOutcome> {
  const { refundId } = refund;
  const learned = await learnPayment(deps, refund.tossOrderId);
  if (learned.found !== 'payment') return 'pending';
  const { payment } = learned;
  // What was learned may have left less of it to be given back.
  const after = await findRefund(deps, refundId);
  if (after.state !== 'pending') return after.state;
  const { state, balanceKrw } = payment;
  if (state !== 'done' || balanceKrw < after.amountKrw) {
    return await settle(deps, after, { state: 'refused', failureCode: NOTHING_LEFT });
  }
  const answer = await deps.toss.cancel(requestOf(after, payment));
  logAnswer(deps, 'refund.answered', payment, answer);
  if (answer.kind === 'payment') {
    const { isStale } = await applyPayment(deps, payment, answer.payment);
    if (isStale) await learnPayment(deps, refund.tossOrderId);
    return (await findRefund(deps, refundId)).state;
  }
  return await followFailure(deps, after, answer, cancelVerdict(answer));
}

async function followFailure(
  deps: TillDeps,
  refund: RefundRow,
  answer: Exclude<TossAnswer, { kind: 'payment' }>,
  verdict: CancelVerdict,
): Promise<RefundOutcome> {
  const failureCode = failureCodeOf(answer);
  // Toss answers the same to the same key, so whatever it refused with would come again for ever.
  const tries = verdict === 'retry-same-key' ? refund.tries : refund.tries + 1;
  switch (verdict) {
    case 'wrong-account':
      return await settle(deps, refund, {
        ...{ state: 'needs-account', receiveAccount: null, failureCode, tries },
      });
    case 'definitive':
      return await settle(deps, refund, { state: 'refused', failureCode, tries });
    case 'unknown':
    case 'retry-same-key':
      return await settle(deps, refund, { state: 'pending', failureCode, tries });
    default:
      throw new Error(`unforeseen: ${String(verdict satisfies never)}`);
  }
}

function requestOf(refund: RefundRow, { paymentKey, balanceKrw }: PaymentRow) {
  const { refundId, tries, amountKrw, receiveAccount } = refund;
  if (paymentKey === null) throw new Error(`refund ${refundId} of a payment without a key`);
  return {
    paymentKey,
    idempotencyKey: tries === 0 ? refundId : `${refundId}-${tries}`,
    cancelReason: cancelReason(refund),
    ...{ cancelAmount: amountKrw, refundableAmount: balanceKrw },
    ...(receiveAccount !== null && { refundReceiveAccount: accountOf(receiveAccount) }),
  };
}

function accountOf(written: string): ReceiveAccount {
  return bankAccountSchema.parse(JSON.parse(written));
}

// Whoever takes it marks when, so that of several reconcilers one sends it.
async function take({ db, now }: TillDeps, refundId: string): Promise<RefundRow | null> {
  const [refund] = await db.select().from(refunds).where(eq(refunds.refundId, refundId));
  if (refund?.state !== 'pending') return null;
  const { triedAtMs } = refund;
  const asSeen = triedAtMs === null ? isNull(refunds.triedAtMs) : eq(refunds.triedAtMs, triedAtMs);
  const [taken] = await db
    .update(refunds)
    .set({
      triedAtMs: Math.max(now(), (triedAtMs ?? 0) + 1),
      attempts: refund.attempts + 1,
    })
    .where(and(eq(refunds.refundId, refundId), eq(refunds.state, 'pending'), asSeen));
  return taken.affectedRows === 1 ? refund : null;
}

async function settle(
  { db, log }: TillDeps,
  { refundId, orderId, tossOrderId }: RefundRow,
  changed: Partial<RefundRow> & { state: RefundRow['state'] },
): Promise<RefundOutcome> {
  const [settled] = await db
    .update(refunds)
    .set(changed)
    .where(and(eq(refunds.refundId, refundId), eq(refunds.state, 'pending')));
  const { state, failureCode } = changed;
  if (settled.affectedRows === 1 && state === 'refused') {
    log.error('refund.refused', { refundId, orderId, tossOrderId, failureCode });
  }
  return state;
}

async function findRefund({ db }: TillDeps, refundId: string): Promise<RefundRow> {
  const [refund] = await db.select().from(refunds).where(eq(refunds.refundId, refundId));
  if (!refund) throw new Error(`no refund ${refundId}`);
  return refund;
}
