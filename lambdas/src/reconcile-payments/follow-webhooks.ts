import { and, asc, isNull, lt } from 'drizzle-orm';
import { tossWebhooks } from '@sagopalgo/core/mysql/till-schema.ts';
import { followWebhook } from '@sagopalgo/core/orders/follow-webhook.ts';
import type { TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';
import { tryEvery } from '../try-every.ts';

const WEBHOOKS_A_RUN = 100;
/** The api follows up what it has just taken by itself. */
const LEFT_AFTER_MS = 10_000;

/** Follows up the webhooks that the api took and did not get to the end of. */
export async function followWebhooks(deps: TillDeps): Promise<void> {
  const { transmissionId, handledAtMs, receivedAtMs } = tossWebhooks;
  const left = await deps.db
    .select({ transmissionId })
    .from(tossWebhooks)
    .where(and(isNull(handledAtMs), lt(receivedAtMs, deps.now() - LEFT_AFTER_MS)))
    .orderBy(asc(receivedAtMs))
    .limit(WEBHOOKS_A_RUN);
  await tryEvery(left, (webhook) => followWebhook(deps, webhook.transmissionId));
}
