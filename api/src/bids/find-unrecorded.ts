import { and, inArray, lte } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { readLog } from '@sagopalgo/core/redis/read-log.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
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
    const found = await Promise.all(ahead.map((recorded) => findLast(deps, recorded, bidderId)));
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
    .select({
      auctionId: auctions.auctionId,
      recordedSeq: auctions.recordedSeq,
      recordedRaise: auctions.recordedRaise,
    })
    .from(auctions)
    .where(and(inArray(auctions.state, UNSETTLED_STATES), lte(auctions.opensAtMs, nowMs)))
    .limit(LIVE_MAX);
  const { states } = await readLive(
    redis,
    live.map((row) => row.auctionId),
  );
  return live.filter(({ auctionId, recordedSeq, recordedRaise }) => {
    const { seq = 0, raise = 0 } = states.getIfRead(auctionId) ?? {};
    return seq > recordedSeq || (seq === recordedSeq && raise > recordedRaise);
  });
}

async function findLast(
  { redis }: Used,
  recorded: { auctionId: string; recordedSeq: number; recordedRaise: number },
  bidderId: string,
): Promise<LastBid[]> {
  const { auctionId, recordedSeq: seq, recordedRaise: raise } = recorded;
  const entries = await readLog(redis, auctionId, { seq, raise }, ENTRIES_MAX);
  const own = entries.findLast((entry) => entry.type === 'bid' && entry.bidderId === bidderId);
  return own?.type === 'bid' ? [{ auctionId, lastBidAtMs: own.acceptedAtMs }] : [];
}
