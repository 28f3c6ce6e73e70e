import type { AuctionSort, Facets, Highlight, ListedState } from '../contracts/auction-lists.ts';
import type { Suggestion } from '../contracts/auction-lists.ts';

/** What is looked for. */
export interface SearchQuery {
  /** As they were typed, at least one character that is no space. */
  words: string;
  state: ListedState;
  /** UTC milliseconds: what is live then is decided by it. */
  nowMs: number;
  /** The category asked for and all below it; null: all. */
  categoryIds: readonly string[] | null;
  minKrw: number | null;
  maxKrw: number | null;
  /** UTC milliseconds. */
  closesBeforeMs: number | null;
  noBids: boolean;
  sort: AuctionSort;
  limit: number;
  /** As the page before answered it; null for the first. */
  cursor: string | null;
}

export interface SearchHit {
  auctionId: string;
  title: Highlight;
  description: Highlight;
}

export interface SearchPage {
  hits: SearchHit[];
  /** Null at the end. */
  nextCursor: string | null;
  total: { count: number; isExact: boolean };
  facets: Facets;
}

/**
 * Finds auctions by their words: title, description, category and hashtags; typing mistakes, jamo and initial
 * consonants (초성) find them too. Throws INVALID_REQUEST for a cursor that is none of its own, and
 * SearchAwayError when it cannot answer.
 */
export interface AuctionSearch {
  find(query: SearchQuery): Promise<SearchPage>;
  /** How what somebody types may go on, at most `limit`. */
  suggest(typed: string, limit: number): Promise<Suggestion[]>;
}

/** The search does not answer, or has too much to do: another may. */
export class SearchAwayError extends Error {
  override readonly name = 'SearchAwayError';
}
