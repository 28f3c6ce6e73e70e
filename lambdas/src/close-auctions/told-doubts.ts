import { gt } from 'drizzle-orm';
import { judgeOutages } from '@sagopalgo/core/mysql/outage-schema.ts';
import { DOUBTED_KEY } from '@sagopalgo/core/redis/keys.ts';
import { haveKey, readSlots } from '@sagopalgo/core/redis/slot-ranges.ts';
import type { Connections } from '../connections.ts';
import { DOUBTS_WITHIN_MS } from './doubt-time.ts';
import type { Sight } from './outages/sight.ts';

/**
 * From when a loss may have gone untold, in UTC milliseconds, as the master that keeps doubts was away: they
 * are told within `DOUBTS_WITHIN_MS` of its return. Infinity where all had their time; 0, for ever, while it
 * is away or has only just started.
 */
export async function untoldFromMs({ db, now }: Connections, sight: Sight): Promise<number> {
  const sinceMs = now() - DOUBTS_WITHIN_MS;
  const startedAtMs = sight.startedAtMsOf(DOUBTED_KEY);
  if (startedAtMs === null || startedAtMs > sinceMs) return 0;
  const outages = await db.select().from(judgeOutages).where(gt(judgeOutages.endedAtMs, sinceMs));
  const ofDoubts = outages.filter(({ slots }) => haveKey(readSlots(slots), DOUBTED_KEY));
  return Math.min(...ofDoubts.map((outage) => outage.startedAtMs - DOUBTS_WITHIN_MS));
}
