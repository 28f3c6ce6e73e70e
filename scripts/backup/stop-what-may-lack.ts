import type { Connection, ResultSetHeader } from 'mysql2/promise';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import { KEEP_ENDED_MS } from '@sagopalgo/lambdas/src/record-bids/keep-ended.ts';

/** More loads than an auction sees between a backup and its restoring. */
const EPOCHS_AHEAD = 1_000;

/**
 * Leaves the epochs behind that the lost system may have given since the backup, so that nobody who
 * watched it resumes in the midst of another story; and interrupts what may lack bids that were answered
 * after the backup: every auction that has opened by now and whose closing is not recorded. Where the
 * doors were shut nothing can be missing but what the backup itself lacks. Returns how many were interrupted by it.
 */
export async function stopWhatMayLack(
  connection: Connection,
  {
    doorsWereShut,
    lacksBidsOf,
    nowMs,
  }: { doorsWereShut: boolean; lacksBidsOf: readonly string[]; nowMs: number },
): Promise<number> {
  await connection.query(
    'UPDATE auctions SET epoch = epoch + ? WHERE state IN (?) OR closes_at_ms > ?',
    [EPOCHS_AHEAD, UNSETTLED_STATES, nowMs - KEEP_ENDED_MS],
  );
  const stopped =
    lacksBidsOf.length === 0 ? 0 : await interrupt('auction_id IN (?)', [lacksBidsOf]);
  if (doorsWereShut) return stopped;
  // Of all entries with a seq the closing alone is no bid.
  return stopped + (await interrupt('opens_at_ms <= ? AND bid_count <> recorded_seq - 1', [nowMs]));

  async function interrupt(which: string, values: unknown[]): Promise<number> {
    const [found] = await connection.query<ResultSetHeader>(
      `UPDATE auctions SET interrupted_at_ms = ?
       WHERE state IN (?) AND interrupted_at_ms IS NULL AND ${which}`,
      [nowMs, UNSETTLED_STATES, ...values],
    );
    return found.affectedRows;
  }
}
