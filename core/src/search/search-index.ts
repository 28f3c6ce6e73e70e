import type { RecordState } from '../rules/auction-states.ts';

/** An auction as it is searched. */
export interface SearchDocument {
  auctionId: string;
  title: string;
  description: string;
  /** Without their sign. */
  hashtags: readonly string[];
  categoryId: string;
  /** The names of its category and of those above it, its own first. */
  categoryNames: readonly string[];
  state: RecordState;
  opensAtMs: number;
  closesAtMs: number;
  /** The price as it stands, or the starting price before the first bid. */
  priceKrw: number;
  bidCount: number;
  viewCount: number;
  createdAtMs: number;
}

/**
 * What keeps documents to search in. Doing the same again changes nothing. `readAtUs` is the database's clock
 * in microseconds before they were read, or found to be gone: where two write, the later reading wins.
 */
export interface SearchIndex {
  /** Puts documents in, in place of those with the same ids. */
  put(documents: readonly SearchDocument[], readAtUs: number): Promise<void>;
  /** Takes documents out; those that are not there are no fault. */
  remove(auctionIds: readonly string[], readAtUs: number): Promise<void>;
}
