import type { HistoryEntry } from '@sagopalgo/core/contracts/bids.ts';

const PAGE_MIN = 10;
/** The most that one page may hold. */
const PAGE_MAX = 100;

export interface HistoryPage {
  items: readonly HistoryEntry[];
  nextCursor: string | null;
}

/** The pages of the record as they were read, newest first. */
export interface HistoryPages {
  pages: readonly HistoryPage[];
  pageParams: readonly string[];
}

/** How many of the newest bids to ask for, so that they reach down to those that were read. */
export function newestWanted({ pages }: HistoryPages, newestSeq: number): number {
  const readSeq = pages[0]?.items[0]?.seq ?? 0;
  return Math.min(PAGE_MAX, Math.max(PAGE_MIN, newestSeq - readSeq));
}

/**
 * The pages with the newest of the record on top. Where even those do not reach down to what was read
 * they take its place: a list has no hole, and goes on below by its cursor.
 */
export function withNewest(read: HistoryPages, newest: HistoryPage): HistoryPages {
  const [first, ...others] = read.pages;
  const readSeq = first?.items[0]?.seq ?? 0;
  const oldestSeq = newest.items.at(-1)?.seq ?? 0;
  if (!first || oldestSeq > readSeq + 1) return { pages: [newest], pageParams: [''] };
  const added = newest.items.filter(({ seq }) => seq > readSeq);
  const items = [...added, ...first.items];
  return { ...read, pages: [{ ...first, items }, ...others] };
}
