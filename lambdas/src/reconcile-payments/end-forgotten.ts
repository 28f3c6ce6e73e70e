import { and, eq, lt } from 'drizzle-orm';
import { payments } from '@sagopalgo/core/mysql/till-schema.ts';
import type { TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';

const ATTEMPTS_A_RUN = 1_000;
/** Toss's window is open for 30 minutes and its confirmation for ten more; nothing can come of it then. */
const FORGOTTEN_AFTER_MS = 45 * 60_000;
const FORGOTTEN = { failureCode: 'EXPIRED', failureMessage: '결제하지 않고 창을 닫았어요.' };

/** Ends attempts of which nobody came back from Toss. Nothing was sent, so nothing was charged. */
export async function endForgotten({ db, now }: TillDeps): Promise<void> {
  const isForgotten = lt(payments.createdAtMs, now() - FORGOTTEN_AFTER_MS);
  await db
    .update(payments)
    .set({ state: 'failed', ...FORGOTTEN })
    .where(and(eq(payments.state, 'pending'), isForgotten))
    .limit(ATTEMPTS_A_RUN);
}
