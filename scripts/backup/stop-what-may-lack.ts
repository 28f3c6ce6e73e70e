import type { Connection, ResultSetHeader } from 'mysql2/promise';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import { KEEP_ENDED_MS } from '@sagopalgo/lambdas/src/record-bids/keep-ended.ts';

/** More loads than an auction sees between a backup and its restoring. */
const EPOCHS_AHEAD = 1_000;

/**
 * Leaves the epochs behind that the lost system may have given since the backup, so that nobody who
 * watched it resumes in the midst of another story; and interrupts what may lack bids that were answered
 * after the backup: every auction that has opened by now and whose closing is not recorded. Where the
 * doors were shut nothing can be missing. Returns how many were interrupted by it.
 */
export async function stopWhatMayLack(
  connection: Connection,
  { doorsWereShut, nowMs }: { doorsWereShut: boolean; nowMs: number },
): Promise<number> {
  await connection.query(
    'UPDATE auctions SET epoch = epoch + ? WHERE state IN (?) OR closes_at_ms > ?',
    [EPOCHS_AHEAD, UNSETTLED_STATES, nowMs - KEEP_ENDED_MS],
  );
  if (doorsWereShut) return 0;
  // Of all entries with a seq the closing alone is no bid.
  const [stopped] = await connection.query<ResultSetHeader>(
    `UPDATE auctions SET interrupted_at_ms = ?
     WHERE state IN (?) AND opens_at_ms <= ? AND interrupted_at_ms IS NULL
       AND bid_count <> recorded_seq - 1`,
    [nowMs, UNSETTLED_STATES, nowMs],
  );
  return stopped.affectedRows;
}
