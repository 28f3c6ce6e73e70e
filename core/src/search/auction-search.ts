import type { AuctionSort, ListedState, Suggestion } from '../contracts/auction-lists.ts';
import type { Facets } from '../contracts/auction-lists.ts';

/** What is looked for. */
export interface SearchQuery {
  /** As they were typed, at least one character that is no space; '' where a hashtag alone is asked for. */
  words: string;
  /** What is looked among; null: everything. */
  hashtag: string | null;
  state: ListedState;
  /** UTC milliseconds: what is live then is decided by it. */
  nowMs: number;
  /** As it was asked for; null: all. */
  categoryId: string | null;
  /** That category and all below it now; null: all. */
  categoryIds: readonly string[] | null;
  /** Of the price as it stands, or the starting price before the first bid. */
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

export interface SearchPage {
  /** In the order asked for. What stands where in them is for `highlight` to say. */
  auctionIds: string[];
  /** Null at the end. */
  nextCursor: string | null;
  total: { count: number; isExact: boolean };
  /**
   * Each without its own filter. Of categories those in which something was found, each counted by itself,
   * without those below it; of PRICE_BANDS_KRW all, and of states all that could be counted in time, in their
   * order: the one asked for always, the others where they are few and on the first page.
   */
  facets: Facets;
}

/**
 * Finds auctions by their words: title, description, category and hashtags; typing mistakes, jamo and initial
 * consonants (초성) find them too. By relevance, what has all words in its title comes first. A hashtag is meant to the
 * letter, as `hashtagKey` has it. Throws INVALID_REQUEST for a cursor that is none of its own, and SearchAwayError when
 * it cannot answer.
 */
export interface AuctionSearch {
  find(query: SearchQuery): Promise<SearchPage>;
  /** How what somebody types may go on, at most `limit`, most used first, no text twice. */
  suggest(typed: string, limit: number): Promise<Suggestion[]>;
}

/** The search does not answer, or has too much to do: another may. */
export class SearchAwayError extends Error {
  override readonly name = 'SearchAwayError';
}
