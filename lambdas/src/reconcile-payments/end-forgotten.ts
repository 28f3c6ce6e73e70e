import { and, asc, eq, lt } from 'drizzle-orm';
import { payments } from '@sagopalgo/core/mysql/till-schema.ts';
import type { TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';
import { tryEvery } from '../try-every.ts';

const ATTEMPTS_A_RUN = 1_000;
/** Toss's window is open for 30 minutes and its confirmation for ten more; nothing can come of it then. */
const FORGOTTEN_AFTER_MS = 45 * 60_000;
const FORGOTTEN = { failureCode: 'EXPIRED', failureMessage: '결제하지 않고 창을 닫았어요.' };

/** Ends attempts of which nobody came back from Toss. Nothing was sent, so nothing was charged. */
export async function endForgotten({ db, now }: TillDeps): Promise<void> {
  const { tossOrderId, state, createdAtMs } = payments;
  const isPending = eq(state, 'pending');
  const forgotten = await db
    .select({ tossOrderId })
    .from(payments)
    .where(and(isPending, lt(createdAtMs, now() - FORGOTTEN_AFTER_MS)))
    .orderBy(asc(createdAtMs))
    .limit(ATTEMPTS_A_RUN);
  // One by one and by its key: looking for them in the update would lock every attempt that is pending,
  // those that their buyers are about to confirm as well.
  await tryEvery(forgotten, async (attempt) => {
    await db
      .update(payments)
      .set({ state: 'failed', ...FORGOTTEN })
      .where(and(eq(tossOrderId, attempt.tossOrderId), isPending));
  });
}
