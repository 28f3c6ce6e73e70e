import { and, asc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { payments, refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import {
  carryOutRefund,
  FIRST_REFUND_PAUSE_MS,
  REFUND_PAUSE_MAX_MS,
} from '@sagopalgo/core/orders/carry-out-refund.ts';
import type { TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';
import { tryEvery } from '../try-every.ts';

const REFUNDS_A_RUN = 50;
/** What a person has to give back by hand is looked for so often. */
const REFUSED_ASKED_EVERY_MS = 60 * 60_000;

/** Gives back at Toss what has to go back, and looks whether a person has done what we could not. */
export async function carryOutRefunds(deps: TillDeps): Promise<void> {
  await carryOutPending(deps);
  await lookAtRefused(deps);
}

async function carryOutPending(deps: TillDeps): Promise<void> {
  const { db } = deps;
  const { refundId, state, attempts, triedAtMs } = refunds;
  const pauseMs = sql`LEAST(${FIRST_REFUND_PAUSE_MS} * POW(2, ${attempts} - 1), ${REFUND_PAUSE_MAX_MS})`;
  const pending = await db
    .select({ refundId })
    .from(refunds)
    .where(
      and(
        eq(state, 'pending'),
        or(isNull(triedAtMs), lt(triedAtMs, sql`${deps.now()} - ${pauseMs}`)),
      ),
    )
    .orderBy(asc(triedAtMs))
    .limit(REFUNDS_A_RUN);
  await tryEvery(pending, (refund) => carryOutRefund(deps, refund.refundId));
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
