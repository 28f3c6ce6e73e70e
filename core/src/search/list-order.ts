import type { AuctionSort, ListedState } from '../contracts/auction-lists.ts';

/** What a list is sorted by, and whether the greatest comes first. */
export interface ListOrder {
  by: 'closesAtMs' | 'createdAtMs' | 'bidCount' | 'viewCount' | 'priceKrw';
  isDescending: boolean;
}

const ENDING: ListOrder = { by: 'closesAtMs', isDescending: false };
const ORDERS: Record<AuctionSort, ListOrder> = {
  ending: ENDING,
  // What is equally relevant, as everything is without words to look for.
  relevance: ENDING,
  newest: { by: 'createdAtMs', isDescending: true },
  bids: { by: 'bidCount', isDescending: true },
  views: { by: 'viewCount', isDescending: true },
  'price-low': { by: 'priceKrw', isDescending: false },
  'price-high': { by: 'priceKrw', isDescending: true },
};

/** How auctions in a state are sorted, in every list and search. */
export function listOrder(sort: AuctionSort, state: ListedState): ListOrder {
  const order = ORDERS[sort];
  // What ended last is what people look for among the ended.
  return order === ENDING && state === 'ended' ? { ...ENDING, isDescending: true } : order;
}
