import { setTimeout as pause } from 'node:timers/promises';
import type { LogPosition } from '@sagopalgo/core/redis/log-entries.ts';
import type { Connections } from '../../connections.ts';
import { isBefore } from '../log-places.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import { orderFaults } from './order-faults.ts';
import { recordFaults, shown } from './record-faults.ts';
import { readRecord } from './read-record.ts';
import type { RecordedAuction } from './read-record.ts';
import { placeOf, readRedis } from './read-redis.ts';
import { redisFaults } from './redis-faults.ts';

const BEGINNING: LogPosition = { seq: 0, raise: 0 };
const TRIES_MAX = 3;
/** The record follows the judge within a second. */
const FOLLOWS_WITHIN_MS = 1_000;
/** An ended auction stays in Redis for a week; near its end the key may be gone. */
const KEPT_FOR_SURE_MS = 6 * 86_400_000;

/**
 * Compares what Redis, the record and the orders hold of one auction, and what its chained log says.
 * Returns what differs in plain sentences without any secret; nothing when all is the same. Changes
 * nothing. Of an auction that is being bid on, what is recorded by then is compared.
 */
export async function compareAuction(
  connections: Connections,
  auctionId: string,
): Promise<string[]> {
  const { db, redis, now } = connections;
  let reached = BEGINNING;
  for (let attempt = 1; ; attempt += 1) {
    // In this order Redis is never behind the record but by a loss.
    const record = await readRecord(db, auctionId);
    if (!record) return ['the record does not know it'];
    const live = await readRedis(redis, auctionId);
    const isBehind = live !== null && isBefore(endOf(record), placeOf(live));
    if (isBehind && attempt < TRIES_MAX) {
      if (attempt === 1) reached = placeOf(live);
      await pause(FOLLOWS_WITHIN_MS);
      continue;
    }
    return [
      ...lagFaults(record, reached),
      ...recordFaults(record),
      ...orderFaults(record),
      ...(live ? redisFaults(record, live) : absenceFaults(record, now())),
      ...((await connections.checkChain?.(auctionId)) ?? []),
    ];
  }
}

// However fast it is bid on, the record must by now be where Redis was at first.
function lagFaults(record: RecordedAuction, reached: LogPosition): string[] {
  const end = endOf(record);
  if (!isBefore(end, reached)) return [];
  return [`the record stands still at ${shown(end)}, Redis was at ${shown(reached)}`];
}

function endOf({ row }: RecordedAuction) {
  return { seq: row.recordedSeq, raise: row.recordedRaise };
}

function absenceFaults({ row }: RecordedAuction, nowMs: number): string[] {
  const isKept = UNSETTLED_STATES.includes(row.state) || row.closesAtMs > nowMs - KEPT_FOR_SURE_MS;
  return isKept ? ['Redis does not have it'] : [];
}
