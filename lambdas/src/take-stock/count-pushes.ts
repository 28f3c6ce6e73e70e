import { and, eq, isNotNull, lte, sql } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { pushes, pushSubscriptions } from '@sagopalgo/core/mysql/notice-schema.ts';

/** The pushes that are still to be sent. */
export interface PushStock {
  /** After somebody's quiet hours, some of them. */
  waiting: number;
  /** How long the one that waited longest for a sender has; what a push service did not take waits for that one. */
  lagMs: number;
}

export async function countPushes(db: Db, nowMs: number): Promise<PushStock> {
  const { dueAtMs, subscriptionId } = pushes;
  const { nextTryAtMs } = pushSubscriptions;
  const [longest] = await db
    .select({
      sinceMs: sql<number | null>`MIN(GREATEST(${dueAtMs}, ${nextTryAtMs}))`.mapWith(Number),
    })
    .from(pushes)
    .innerJoin(pushSubscriptions, eq(pushSubscriptions.subscriptionId, subscriptionId))
    .where(and(lte(dueAtMs, nowMs), lte(nextTryAtMs, nowMs)));
  const waiting = await db.$count(pushes, isNotNull(dueAtMs));
  return { waiting, lagMs: nowMs - (longest?.sinceMs ?? nowMs) };
}
