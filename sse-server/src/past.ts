import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { UnreadableEntryError } from '@sagopalgo/core/redis/log-entries.ts';
import type { LoggedEvent } from '@sagopalgo/core/redis/public-events.ts';
import { readPublicLog } from '@sagopalgo/core/redis/read-log.ts';

/**
 * At most `limit` events right after `afterSeq` from an auction's log in Redis, or null when the log
 * cannot tell them without a gap: trimmed, lost, unreadable, or of another epoch.
 */
export async function readPast(
  redis: AuctionRedis,
  { auctionId, epoch, afterSeq }: { auctionId: string; epoch: string; afterSeq: number },
  limit: number,
): Promise<LoggedEvent[] | null> {
  const events = await readableLog(redis, auctionId, afterSeq, limit);
  if (events === null || events.length === 0) return null;
  const isGapless = events.every(
    ({ told }, index) => told.data.epoch === epoch && told.data.seq === afterSeq + 1 + index,
  );
  return isGapless ? events : null;
}

async function readableLog(
  redis: AuctionRedis,
  auctionId: string,
  afterSeq: number,
  limit: number,
): Promise<LoggedEvent[] | null> {
  try {
    return await readPublicLog(redis, auctionId, afterSeq, limit);
  } catch (error) {
    if (error instanceof UnreadableEntryError) return null;
    throw error;
  }
}
