import { and, inArray, lte } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { readLog } from '@sagopalgo/core/redis/log-entries.ts';
import type { Deps } from '../deps.ts';
import { isDependencyAway } from '../http/dependency-faults.ts';
import type { LastBid } from './find-my-bids.ts';

const LIVE_MAX = 500;
const ENTRIES_MAX = 500;

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now'>;

/**
 * The auctions on which somebody's last bid is not in the record yet, which is up to a second behind:
 * read from the part of the judge's logs that lies beyond it.
 */
export async function findUnrecorded(deps: Used, bidderId: string): Promise<LastBid[]> {
  try {
    const ahead = await findAhead(deps);
    const found = await Promise.all(
      ahead.map(({ auctionId, recordedSeq }) => findLast(deps, auctionId, recordedSeq, bidderId)),
    );
    return found.flat();
  } catch (error) {
    if (!isDependencyAway(error)) throw error;
    deps.log.warn('redis.away', { shownFrom: 'record' });
    return [];
  }
}

async function findAhead({ db, redis, now }: Used) {
  const nowMs = now();
  const live = await db
    .select({ auctionId: auctions.auctionId, recordedSeq: auctions.recordedSeq })
    .from(auctions)
    .where(and(inArray(auctions.state, ['scheduled', 'live']), lte(auctions.opensAtMs, nowMs)))
    .limit(LIVE_MAX);
  const { states } = await readLive(
    redis,
    live.map((row) => row.auctionId),
  );
  return live.filter((row) => (states.get(row.auctionId)?.seq ?? 0) > row.recordedSeq);
}

async function findLast(
  { redis }: Used,
  auctionId: string,
  recordedSeq: number,
  bidderId: string,
): Promise<LastBid[]> {
  const entries = await readLog(redis, auctionId, recordedSeq, ENTRIES_MAX);
  for (const { private: secret } of entries.toReversed()) {
    if (secret.kind === 'exact' && secret.bidderId === bidderId) {
      return [{ auctionId, lastBidAtMs: secret.answer.acceptedAtMs }];
    }
  }
  return [];
}
