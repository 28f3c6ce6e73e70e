import { and, asc, eq, isNull, lt, or } from 'drizzle-orm';
import { tossWebhooks } from '@sagopalgo/core/mysql/till-schema.ts';
import { followWebhook } from '@sagopalgo/core/orders/follow-webhook.ts';
import type { TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';
import { tryEvery } from '../try-every.ts';

const WEBHOOKS_A_RUN = 100;
/** The api follows up what it has just taken by itself. */
const LEFT_AFTER_MS = 10_000;
/** What was tried in vain waits so long for its next turn. */
const PAUSE_MS = 60_000;

/**
 * Follows up the webhooks that the api took and did not get to the end of. They take turns, those that were
 * never tried first, so that none that cannot be followed holds up those that came later.
 */
export async function followWebhooks(deps: TillDeps): Promise<void> {
  const { transmissionId, handledAtMs, receivedAtMs, triedAtMs } = tossWebhooks;
  const nowMs = deps.now();
  const isDue = or(isNull(triedAtMs), lt(triedAtMs, nowMs - PAUSE_MS));
  const left = await deps.db
    .select({ transmissionId })
    .from(tossWebhooks)
    .where(and(isNull(handledAtMs), lt(receivedAtMs, nowMs - LEFT_AFTER_MS), isDue))
    .orderBy(asc(triedAtMs), asc(receivedAtMs))
    .limit(WEBHOOKS_A_RUN);
  await tryEvery(left, async (webhook) => {
    const isThis = eq(transmissionId, webhook.transmissionId);
    await deps.db.update(tossWebhooks).set({ triedAtMs: nowMs }).where(isThis);
    await followWebhook(deps, webhook.transmissionId);
  });
}
