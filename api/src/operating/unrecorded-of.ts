import type { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { LiveState } from '@sagopalgo/core/redis/live-state.ts';

type Recorded = Pick<typeof auctions.$inferSelect, 'recordedSeq' | 'recordedRaise'>;

/** How many entries of an auction's log the record does not hold yet; silent raises count while nothing came after. */
export function unrecordedOf(row: Recorded, live: Pick<LiveState, 'seq' | 'raise'>): number {
  if (live.seq > row.recordedSeq) return live.seq - row.recordedSeq;
  return live.seq === row.recordedSeq ? Math.max(0, live.raise - row.recordedRaise) : 0;
}
