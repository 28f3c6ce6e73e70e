import type { HistoryEntry } from '@sagopalgo/core/contracts/bids.ts';
import type { LiveAuction } from '../../lib/live-auction.ts';

/** Bids on record and bids just told, each once, newest first. */
export function mergedHistory(
  read: readonly HistoryEntry[],
  told: readonly HistoryEntry[],
): readonly HistoryEntry[] {
  const bySeq = new Map([...told, ...read].map((bid) => [bid.seq, bid]));
  return [...bySeq.values()].toSorted((a, b) => b.seq - a.seq);
}

/** Whether bids are known to exist that are not in the list: merged on the way, or missed. */
export function hasHole(bids: readonly HistoryEntry[], live: LiveAuction | undefined): boolean {
  const newestSeq = bids[0]?.seq ?? 0;
  if (live && live.bidCount > newestSeq) return true;
  return bids.some((bid, index) => {
    const older = bids[index + 1];
    return older !== undefined && bid.seq - older.seq !== 1;
  });
}
