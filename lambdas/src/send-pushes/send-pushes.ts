import { and, asc, eq, lte } from 'drizzle-orm';
import { pushes, pushSubscriptions } from '@sagopalgo/core/mysql/notice-schema.ts';
import { tryEvery } from '../try-every.ts';
import { NO_PUSHES, PUSH_OUTCOMES, pushTo } from './push-to.ts';
import type { PushCounts, PushingDeps, Subscription } from './push-to.ts';

const BROWSERS_A_RUN = 200;

/**
 * Sends the pushes that are due: to one browser one after the other, in the order in which their notices were written,
 * and to different browsers side by side. A browser is taken up by one sender alone, so any number of them may run at
 * once; one that is killed in between is followed by another after a while. Without a key none is sent.
 */
export async function sendPushes(deps: PushingDeps): Promise<PushCounts> {
  const total: PushCounts = { ...NO_PUSHES };
  if (!deps.pusher) return total;
  const runs = await tryEvery(await findDue(deps), (subscription) => pushTo(deps, subscription));
  for (const run of runs) {
    for (const outcome of PUSH_OUTCOMES) total[outcome] += run[outcome];
  }
  return total;
}

async function findDue({ db, now }: PushingDeps): Promise<Subscription[]> {
  const nowMs = now();
  const { subscriptionId, nextTryAtMs } = pushSubscriptions;
  const rows = await db
    .selectDistinct({ subscription: pushSubscriptions })
    .from(pushes)
    .innerJoin(pushSubscriptions, eq(subscriptionId, pushes.subscriptionId))
    .where(and(lte(pushes.dueAtMs, nowMs), lte(nextTryAtMs, nowMs)))
    .orderBy(asc(nextTryAtMs))
    .limit(BROWSERS_A_RUN);
  return rows.map(({ subscription }) => subscription);
}
