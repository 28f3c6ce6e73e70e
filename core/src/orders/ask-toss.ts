import { createHash } from 'node:crypto';
import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { payments } from '../mysql/till-schema.ts';
import { maskedKey } from '../toss/payment.ts';
import type { TossAnswer } from '../toss/toss-client.ts';
import {
  confirmVerdict,
  failureCodeOf,
  isOurFault,
  lookUpVerdict,
  NO_ANSWER,
} from '../toss/verdicts.ts';
import { applyPayment, declineAttempt } from './apply-payment.ts';
import type { Applied } from './apply-payment.ts';
import { isOfMoney } from './payment-decision.ts';
import { findPayment } from './payment-rows.ts';
import type { PaymentRow, TillDeps } from './payment-rows.ts';

const LOOKS_MAX = 4;
/** Toss takes a confirmation for ten minutes; what it has never heard of by then was never charged. */
export const NOT_FOUND_PROVES_AFTER_MS = 12 * 60_000;
/** After these, the same request with the same key is the way to learn what became of the first. */
const SENT_AGAIN_AFTER: readonly (string | null)[] = [
  null,
  NO_ANSWER,
  'IDEMPOTENT_REQUEST_PROCESSING',
];

/** How Toss answered to a look-up: its status of the payment, that it knows of none, or nothing of use. */
export type Learned = { payment: PaymentRow } & (
  { found: 'payment'; status: string } | { found: 'not-found' } | { found: 'unknown' }
);

/** Asks Toss how an attempt stands and applies it; the reconciler's and the webhooks' way to the truth. */
export async function learnPayment(deps: TillDeps, tossOrderId: string): Promise<Learned> {
  for (let look = 0; look < LOOKS_MAX; look += 1) {
    const seen = await mustFind(deps, tossOrderId);
    const askedFromMs = deps.now();
    const answer = await lookUp(deps, seen);
    await noteAsked(deps, seen);
    if (answer.kind !== 'payment') return { payment: seen, found: lookUpVerdict(answer) };
    const applied = await applyPayment(deps, seen, answer.payment);
    if (applied.isStale) continue;
    await noteAnswered(deps, applied, askedFromMs);
    const { payment } = applied;
    return { payment, found: 'payment', status: answer.payment.status };
  }
  throw new Error(`attempt ${tossOrderId} moved whenever Toss was asked`);
}

/**
 * Sends an attempt that is `confirming` to Toss, outside any transaction, and applies the answer. Whoever
 * sends it again sends the same key, so it is charged once. While the outcome is unknown it stays as it
 * is. Returns how the attempt stands then.
 */
export async function confirmAttempt(deps: TillDeps, seen: PaymentRow): Promise<PaymentRow> {
  const { tossOrderId, amountKrw, paymentKey } = seen;
  if (paymentKey === null) throw new Error(`attempt ${tossOrderId} is confirming without a key`);
  const idempotencyKey = confirmKey(tossOrderId, paymentKey);
  const asked = { paymentKey, tossOrderId, amountKrw, idempotencyKey };
  const askedFromMs = deps.now();
  const answer = await deps.toss.confirm(asked);
  logAnswer(deps, 'payment.confirm-answered', seen, answer);
  if (answer.kind === 'payment') {
    const applied = await applyPayment(deps, seen, answer.payment);
    // What was done for an attempt that somebody has ended meanwhile is money all the same.
    if (applied.isStale) return (await learnPayment(deps, tossOrderId)).payment;
    await noteAnswered(deps, applied, askedFromMs);
    return applied.payment;
  }
  const verdict = confirmVerdict(answer);
  if (verdict === 'definitive' && answer.kind === 'error') {
    const { code, message } = answer;
    return (await declineAttempt(deps, seen, { code, message: message.slice(0, 510) })).payment;
  }
  await noteUnknown(deps, seen, failureCodeOf(answer));
  // While the first is under way there is nothing to be read yet.
  if (verdict === 'retry-same-key' && answer.kind === 'error') return seen;
  return (await learnPayment(deps, tossOrderId)).payment;
}

/** Whether the same confirmation may be sent once more; after other answers only a look-up tells. */
export function maySendAgain({ state, failureCode }: PaymentRow): boolean {
  return state === 'confirming' && SENT_AGAIN_AFTER.includes(failureCode);
}

/** Tells the log what Toss answered, with what Toss itself can find it by. */
export function logAnswer(
  { log }: TillDeps,
  event: string,
  { orderId, tossOrderId, paymentKey }: PaymentRow,
  answer: TossAnswer,
): void {
  const facts = {
    orderId,
    tossOrderId,
    paymentKey: maskedKey(paymentKey),
    traceId: answer.traceId,
  };
  if (answer.kind === 'payment') log.info(event, { ...facts, status: answer.payment.status });
  else if (answer.kind === 'no-answer') log.warn(event, { ...facts, reason: answer.reason });
  else if (isOurFault(answer)) log.error(event, { ...facts, code: answer.code });
  else log.info(event, { ...facts, httpStatus: answer.status, code: answer.code });
}

async function lookUp(deps: TillDeps, seen: PaymentRow): Promise<TossAnswer> {
  const { toss } = deps;
  const { tossOrderId, paymentKey } = seen;
  const byKey = paymentKey === null ? null : await toss.findByKey(paymentKey);
  // Toss may come to know a payment by one name before the other.
  const isMissing =
    byKey !== null && byKey.kind !== 'payment' && lookUpVerdict(byKey) === 'not-found';
  const byOrder = byKey === null || isMissing ? await toss.findByOrder(tossOrderId) : null;
  const answer = isOfAnother(seen, byOrder) ? byKey : (byOrder ?? byKey);
  if (answer === null) throw new Error(`nobody was asked about ${tossOrderId}`);
  logAnswer(deps, 'payment.looked-up', seen, answer);
  return answer;
}

// Where an order id was brought to Toss twice, the payment that was not confirmed here is none of this
// attempt's, unless it has moved money nevertheless.
function isOfAnother({ paymentKey }: PaymentRow, byOrder: TossAnswer | null): boolean {
  if (paymentKey === null || byOrder?.kind !== 'payment') return false;
  return byOrder.payment.paymentKey !== paymentKey && !isOfMoney(byOrder.payment.status);
}

async function noteAsked({ db, now }: TillDeps, { tossOrderId }: PaymentRow): Promise<void> {
  await db.update(payments).set({ askedAtMs: now() }).where(eq(payments.tossOrderId, tossOrderId));
}

// What a person has to look into is no answer that anything can be concluded from.
async function noteAnswered(
  { db }: TillDeps,
  { payment, isFollowed }: Applied,
  atMs: number,
): Promise<void> {
  const { tossOrderId, balanceKrw, toldHeldKrw } = payment;
  if (!isFollowed || balanceKrw !== toldHeldKrw) return;
  const isOlder = or(isNull(payments.answeredAtMs), lt(payments.answeredAtMs, atMs));
  await db
    .update(payments)
    .set({ answeredAtMs: atMs })
    .where(and(eq(payments.tossOrderId, tossOrderId), isOlder));
}

async function noteUnknown({ db, now }: TillDeps, seen: PaymentRow, code: string): Promise<void> {
  await db
    .update(payments)
    .set({ failureCode: code, askedAtMs: now() })
    .where(and(eq(payments.tossOrderId, seen.tossOrderId), eq(payments.state, 'confirming')));
}

// Of one attempt and one payment key; the key itself stays out of headers that others log.
function confirmKey(tossOrderId: string, paymentKey: string): string {
  const digest = createHash('sha256').update(`${tossOrderId}\n${paymentKey}`).digest('base64url');
  return `confirm-${digest}`;
}

async function mustFind({ db }: TillDeps, tossOrderId: string): Promise<PaymentRow> {
  const payment = await findPayment(db, tossOrderId);
  if (!payment) throw new Error(`no attempt ${tossOrderId}`);
  return payment;
}
