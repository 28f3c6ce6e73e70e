import { and, asc, between, eq, gt } from 'drizzle-orm';
import { payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import { GIVEN_UP, GIVEN_UP_OVER } from '@sagopalgo/core/orders/payment-rows.ts';
import type { TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';
import { tryEvery } from '../try-every.ts';

const ATTEMPTS_A_RUN = 50;
const ASKED_EVERY_MS = 5 * 60_000;
/** By then Toss has closed every account, and has forgotten what nobody confirmed. */
const ASKED_FOR_MS = 7 * 86_400_000;
const OVER: readonly string[] = ['EXPIRED', 'ABORTED', 'CANCELED'];

/**
 * Asks about attempts that an operator has ended until Toss says that nothing came of them: money that
 * comes all the same pays for the order or goes back.
 */
export async function askGivenUp(deps: TillDeps): Promise<void> {
  const { db, now } = deps;
  const { tossOrderId, state, failureCode, askedAtMs, createdAtMs } = payments;
  const nowMs = now();
  const isGivenUp = and(eq(state, 'failed'), eq(failureCode, GIVEN_UP));
  const isDue = between(askedAtMs, nowMs - ASKED_FOR_MS, nowMs - ASKED_EVERY_MS);
  const given = await db
    .select({ tossOrderId })
    .from(payments)
    .where(and(isGivenUp, isDue, gt(createdAtMs, nowMs - ASKED_FOR_MS)))
    .orderBy(asc(askedAtMs))
    .limit(ATTEMPTS_A_RUN);
  await tryEvery(given, async (attempt) => {
    const learned = await learnPayment(deps, attempt.tossOrderId);
    // Toss has opened this account once: that it does not find it now proves nothing.
    const isNone = learned.found === 'not-found' && learned.payment.virtualAccount === null;
    const isOver = isNone || (learned.found === 'payment' && OVER.includes(learned.status));
    if (!isOver) return;
    await db
      .update(payments)
      .set({ failureCode: GIVEN_UP_OVER })
      .where(and(eq(tossOrderId, attempt.tossOrderId), isGivenUp));
  });
}
