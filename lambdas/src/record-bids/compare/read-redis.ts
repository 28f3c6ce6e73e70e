import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import type { LogEntry, LogPosition } from '@sagopalgo/core/redis/log-entries.ts';
import { readLog } from '@sagopalgo/core/redis/read-log.ts';
import { isAfter } from '../log-places.ts';

const BATCH_ENTRIES = 1_000;
const BATCHES_MAX = 1_000;
const BEGINNING: LogPosition = { seq: 0, raise: 0 };

/** All that Redis holds of one auction. */
export interface LiveAuction {
  state: Record<string, string>;
  bidders: Record<string, string>;
  answers: Record<string, string>;
  /** Up to where the state stands. */
  log: LogEntry[];
}

/** Where the state of an auction stands in its log. */
export function placeOf({ state }: Pick<LiveAuction, 'state'>): LogPosition {
  return { seq: Number(state['seq'] ?? 0), raise: Number(state['raise'] ?? 0) };
}

/** Null when Redis does not have the auction; the three hashes are of one moment. */
export async function readRedis(
  redis: AuctionRedis,
  auctionId: string,
): Promise<LiveAuction | null> {
  const keys = auctionKeys(auctionId);
  const replies = await redis
    .multi()
    .hgetall(keys.state)
    .hgetall(keys.bidders)
    .hgetall(keys.answers)
    .exec();
  const [state = {}, bidders = {}, answers = {}] = (replies ?? []).map(([error, value]) => {
    if (error) throw error;
    return value as Record<string, string>;
  });
  if (state['state'] === undefined || state['state'] === 'withdrawn') return null;
  const log = await readUpTo(redis, auctionId, placeOf({ state }));
  return { state, bidders, answers, log };
}

async function readUpTo(
  redis: AuctionRedis,
  auctionId: string,
  end: LogPosition,
): Promise<LogEntry[]> {
  const log: LogEntry[] = [];
  let last = BEGINNING;
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    const entries = await readLog(redis, auctionId, last, BATCH_ENTRIES);
    log.push(...entries.filter((entry) => !isAfter(entry, end)));
    const next = entries.at(-1);
    if (next === undefined || entries.length < BATCH_ENTRIES || isAfter(next, end)) return log;
    last = next;
  }
  throw new Error(`the log of auction ${auctionId} is too long to be compared`);
}
