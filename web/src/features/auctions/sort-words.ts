import type { AuctionSort, ListedState } from '@sagopalgo/core/contracts/auction-lists.ts';

const SORT_WORDS: Readonly<Record<AuctionSort, string>> = {
  relevance: '관련 높은순',
  ending: '마감 임박순',
  newest: '새로 올린순',
  bids: '입찰 많은순',
  views: '많이 본순',
  'price-low': '낮은 가격순',
  'price-high': '높은 가격순',
};

/** What an order of a list is called; what has ended is near its end no more. */
export function sortWords(sort: AuctionSort, state: ListedState | null): string {
  return sort === 'ending' && state === 'ended' ? '최근 마감순' : SORT_WORDS[sort];
}

/** The orders that a list can have; by relevance only where words were looked for. */
export function sortsFor(words: string): AuctionSort[] {
  const sorts = Object.keys(SORT_WORDS) as AuctionSort[];
  return words === '' ? sorts.filter((sort) => sort !== 'relevance') : sorts;
}
