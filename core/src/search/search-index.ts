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

/** What keeps documents to search in. Doing the same again changes nothing. */
export interface SearchIndex {
  /** Puts documents in, in place of those with the same ids. */
  put(documents: readonly SearchDocument[]): Promise<void>;
  /** Takes documents out; those that are not there are no fault. */
  remove(auctionIds: readonly string[]): Promise<void>;
}
