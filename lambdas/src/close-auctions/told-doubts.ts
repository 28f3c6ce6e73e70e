import { gt } from 'drizzle-orm';
import { judgeOutages } from '@sagopalgo/core/mysql/outage-schema.ts';
import { DOUBTED_KEY } from '@sagopalgo/core/redis/keys.ts';
import { isWithin, readSlots } from '@sagopalgo/core/redis/slot-ranges.ts';
import { slotOf } from '@sagopalgo/core/redis/slots.ts';
import type { Connections } from '../connections.ts';
import { DOUBTS_WITHIN_MS } from './doubt-time.ts';
import type { Sight } from './outages/sight.ts';

/**
 * True when whoever has a doubt has had the time to tell it: the master that keeps doubts is there, and was
 * for all of the last `DOUBTS_WITHIN_MS`. What could not be told while it was away is told once it is back.
 */
export async function areDoubtsTold({ db, now }: Connections, sight: Sight): Promise<boolean> {
  const sinceMs = now() - DOUBTS_WITHIN_MS;
  const startedAtMs = sight.startedAtMsOf(DOUBTED_KEY);
  if (startedAtMs === null || startedAtMs > sinceMs) return false;
  const outages = await db
    .select({ slots: judgeOutages.slots })
    .from(judgeOutages)
    .where(gt(judgeOutages.endedAtMs, sinceMs));
  return !outages.some(({ slots }) => isWithin(readSlots(slots), slotOf(DOUBTED_KEY)));
}
