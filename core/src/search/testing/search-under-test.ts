import type { AuctionSearch, SearchPage, SearchQuery } from '../auction-search.ts';
import type { SearchDocument, SearchIndex } from '../search-index.ts';

const HOUR_MS = 3_600_000;

/** The moment at which the suite looks. */
export const NOW_MS = Date.UTC(2026, 10, 27, 3);

/** A search with an index that nobody else writes to, empty at first. */
export interface SearchUnderTest {
  search: AuctionSearch;
  index: SearchIndex;
  /** Resolves when what was put and removed is seen by the search. */
  settle(): Promise<void>;
  end(): Promise<void>;
}

/** A listing that is live at NOW_MS unless told otherwise. */
export function listing(
  auctionId: string,
  title: string,
  given: Partial<SearchDocument> = {},
): SearchDocument {
  return {
    auctionId,
    title,
    description: '상태 좋아요.',
    hashtags: [],
    categoryId: 'etc',
    categoryNames: ['그 밖에'],
    state: 'live',
    opensAtMs: NOW_MS - HOUR_MS,
    closesAtMs: NOW_MS + HOUR_MS,
    priceKrw: 10_000,
    bidCount: 0,
    viewCount: 0,
    createdAtMs: NOW_MS - 2 * HOUR_MS,
    ...given,
  };
}

let readAtUs = 0;

/** Puts documents in and waits until they are found. */
export async function putAll(
  tested: SearchUnderTest,
  documents: readonly SearchDocument[],
): Promise<void> {
  await tested.index.put(documents, (readAtUs += 1));
  await tested.settle();
}

/** Takes documents out and waits until they are no longer found. */
export async function removeAll(
  tested: SearchUnderTest,
  auctionIds: readonly string[],
): Promise<void> {
  await tested.index.remove(auctionIds, (readAtUs += 1));
  await tested.settle();
}

/** Looks among what is live at NOW_MS, everything on one page, unless told otherwise. */
export function look(
  { search }: SearchUnderTest,
  words: string,
  given: Partial<SearchQuery> = {},
): Promise<SearchPage> {
  return search.find({
    words,
    hashtag: null,
    state: 'live',
    nowMs: NOW_MS,
    categoryId: null,
    categoryIds: null,
    minKrw: null,
    maxKrw: null,
    closesBeforeMs: null,
    noBids: false,
    sort: 'relevance',
    limit: 100,
    cursor: null,
    ...given,
  });
}
