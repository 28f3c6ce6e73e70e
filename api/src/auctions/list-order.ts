import type { AuctionSort, ListedState } from '@sagopalgo/core/contracts/auction-lists.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';

/** What a list is sorted by; the id decides, in the same direction, where that is equal. */
export interface ListOrder {
  key: (typeof auctions)['closesAtMs' | 'createdAtMs' | 'bidCount' | 'viewCount' | 'listedKrw'];
  direction: 'ascending' | 'descending';
}

const ORDERS: Record<AuctionSort, ListOrder> = {
  ending: { key: auctions.closesAtMs, direction: 'ascending' },
  // Without words to look for, everything is as relevant.
  relevance: { key: auctions.closesAtMs, direction: 'ascending' },
  newest: { key: auctions.createdAtMs, direction: 'descending' },
  bids: { key: auctions.bidCount, direction: 'descending' },
  views: { key: auctions.viewCount, direction: 'descending' },
  'price-low': { key: auctions.listedKrw, direction: 'ascending' },
  'price-high': { key: auctions.listedKrw, direction: 'descending' },
};

/** How auctions in a state are sorted. */
export function listOrder(sort: AuctionSort, state: ListedState): ListOrder {
  const order = ORDERS[sort];
  // What ended last is what people look for among the ended.
  if (order.key === auctions.closesAtMs && state === 'ended') {
    return { ...order, direction: 'descending' };
  }
  return order;
}
