import type { HistoryEntry } from '@sagopalgo/core/contracts/bids.ts';
import type { LiveAuction } from '../../lib/live-auction.ts';

/** Bids that were read of the record: without a hole from the newest of them to the oldest. */
export interface ReadBids {
  bids: readonly HistoryEntry[];
  /** Whether the record goes on beyond the oldest of them. */
  hasOlder: boolean;
}

/**
 * Bids on record and bids just told, each once, newest first. What was told of before the oldest that
 * was read comes with its page: until then, bids between might be missing.
 */
export function mergedHistory(
  { bids: read, hasOlder }: ReadBids,
  told: readonly HistoryEntry[],
): readonly HistoryEntry[] {
  const oldestSeq = hasOlder ? (read.at(-1)?.seq ?? 0) : 0;
  const recent = told.filter(({ seq }) => seq >= oldestSeq);
  const bySeq = new Map([...recent, ...read].map((bid) => [bid.seq, bid]));
  return [...bySeq.values()].toSorted((a, b) => b.seq - a.seq);
}

/** Whether bids are known to exist that are not in the list: merged on the way, or missed. */
export function hasHole(bids: readonly HistoryEntry[], live: LiveAuction | undefined): boolean {
  return missingAfter(bids, live).some((missing) => missing > 0);
}

/**
 * How many bids are missing in each place of the list: before its first bid, then after each of them
 * but the last, which is where the pages end.
 */
export function missingAfter(
  bids: readonly HistoryEntry[],
  live: LiveAuction | undefined,
): readonly number[] {
  const newestSeq = bids[0]?.seq ?? 0;
  const between = bids.map((bid, index) => bid.seq - (bids[index + 1]?.seq ?? bid.seq - 1) - 1);
  return [Math.max(0, (live?.bidCount ?? 0) - newestSeq), ...between];
}
