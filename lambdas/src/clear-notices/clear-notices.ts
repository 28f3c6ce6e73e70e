import { and, eq, inArray, isNull, lt, notInArray } from 'drizzle-orm';
import { noticeMarks, notices, pushes } from '@sagopalgo/core/mysql/notice-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import type { Connections } from '../connections.ts';

const DAY_MS = 86_400_000;
const KEEP_NOTICES_MS = 180 * DAY_MS;
const KEEP_PUSHES_MS = 7 * DAY_MS;
/** Whoever closed it may still be followed by somebody who closes it again. */
const KEEP_MARKS_MS = 7 * DAY_MS;
const ROWS_A_BATCH = 500;
const BATCHES_MAX = 200;

type Used = Pick<Connections, 'db' | 'now'>;

/** How many rows went; `isAll` is false where there are more than one run may take. */
export interface ClearedNotices {
  notices: number;
  pushes: number;
  marks: number;
  isAll: boolean;
}

/**
 * Deletes notices of half a year ago, pushes that were over a week ago, and how far auctions had come that are settled.
 * A few rows at a time; it may be cut off and run again, or twice at once.
 */
export async function clearNotices(
  deps: Used,
  { rowsABatch = ROWS_A_BATCH, batchesMax = BATCHES_MAX } = {},
): Promise<ClearedNotices> {
  const cleared: ClearedNotices = { notices: 0, pushes: 0, marks: 0, isAll: true };
  for (const [name, clear] of [
    ['notices', clearOld],
    ['pushes', clearPushes],
    ['marks', clearMarks],
  ] as const) {
    let gone = rowsABatch;
    for (let batch = 0; batch < batchesMax && gone === rowsABatch; batch += 1) {
      gone = await clear(deps, rowsABatch);
      cleared[name] += gone;
    }
    cleared.isAll &&= gone < rowsABatch;
  }
  return cleared;
}

async function clearOld({ db, now }: Used, rows: number): Promise<number> {
  const [gone] = await db
    .delete(notices)
    .where(and(lt(notices.createdAtMs, now() - KEEP_NOTICES_MS), isNull(notices.handOutAtMs)))
    .limit(rows);
  return gone.affectedRows;
}

async function clearPushes({ db, now }: Used, rows: number): Promise<number> {
  const [gone] = await db
    .delete(pushes)
    .where(lt(pushes.createdAtMs, now() - KEEP_PUSHES_MS))
    .limit(rows);
  return gone.affectedRows;
}

async function clearMarks({ db, now }: Used, rows: number): Promise<number> {
  const { auctionId, state, settledAtMs } = auctions;
  const over = await db
    .select({ auctionId: noticeMarks.auctionId })
    .from(noticeMarks)
    .innerJoin(auctions, eq(auctionId, noticeMarks.auctionId))
    .where(
      and(
        ...[isNull(noticeMarks.endedAtMs), notInArray(state, UNSETTLED_STATES)],
        lt(settledAtMs, now() - KEEP_MARKS_MS),
      ),
    )
    .limit(rows);
  if (over.length === 0) return 0;
  const ids = over.map((mark) => mark.auctionId);
  await db.delete(noticeMarks).where(inArray(noticeMarks.auctionId, ids));
  return over.length;
}
