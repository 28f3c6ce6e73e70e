import { and, asc, eq, isNull, lt, or } from 'drizzle-orm';
import { payments, refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import { carryOutRefund } from '@sagopalgo/core/orders/carry-out-refund.ts';
import type { TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';
import { tryEvery } from '../try-every.ts';

const REFUNDS_A_RUN = 50;
const TRIED_AGAIN_AFTER_MS = 30_000;
/** Money that has been on its way for so long is told to a person. */
const LONG_PENDING_MS = 60 * 60_000;

/** What a person has to give back by hand is looked for so often. */
const REFUSED_ASKED_EVERY_MS = 60 * 60_000;

/** Gives back at Toss what has to go back, and looks whether a person has done what we could not. */
export async function carryOutRefunds(deps: TillDeps): Promise<void> {
  await carryOutPending(deps);
  await lookAtRefused(deps);
}

async function carryOutPending(deps: TillDeps): Promise<void> {
  const { db, log } = deps;
  const { state, triedAtMs } = refunds;
  const nowMs = deps.now();
  const pending = await db
    .select()
    .from(refunds)
    .where(
      and(eq(state, 'pending'), or(isNull(triedAtMs), lt(triedAtMs, nowMs - TRIED_AGAIN_AFTER_MS))),
    )
    .orderBy(asc(triedAtMs))
    .limit(REFUNDS_A_RUN);
  await tryEvery(pending, async ({ refundId, orderId, createdAtMs, failureCode }) => {
    const outcome = await carryOutRefund(deps, refundId);
    if (outcome !== 'pending' || nowMs - createdAtMs < LONG_PENDING_MS) return;
    log.error('refund.long-pending', { refundId, orderId, failureCode });
  });
}

async function lookAtRefused(deps: TillDeps): Promise<void> {
  const { db } = deps;
  const { refundId, tossOrderId, state, triedAtMs } = refunds;
  const nowMs = deps.now();
  const isDue = or(isNull(triedAtMs), lt(triedAtMs, nowMs - REFUSED_ASKED_EVERY_MS));
  const refused = await db
    .select({ refundId, tossOrderId })
    .from(refunds)
    .innerJoin(payments, eq(payments.tossOrderId, tossOrderId))
    .where(and(eq(state, 'refused'), eq(payments.state, 'done'), isDue))
    .orderBy(asc(triedAtMs))
    .limit(REFUNDS_A_RUN);
  await tryEvery(refused, async (refund) => {
    await db.update(refunds).set({ triedAtMs: nowMs }).where(eq(refunds.refundId, refund.refundId));
    await learnPayment(deps, refund.tossOrderId);
  });
}
