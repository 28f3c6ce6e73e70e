/** How reads are named in the query cache; what changes one invalidates it by the same name. */
export const queryKeys = {
  me: ['me'],
  categories: ['categories'],
  auctions: ['auctions'],
  suggestions: (typed: string) => ['suggestions', typed],
  auction: (auctionId: string) => ['auction', auctionId],
  history: (auctionId: string) => ['history', auctionId],
  mine: ['mine'],
  watchlist: ['mine', 'watchlist'],
  order: (orderId: string) => ['order', orderId],
  checkout: (orderId: string) => ['checkout', orderId],
  secondChance: (auctionId: string) => ['second-chance', auctionId],
  settlement: ['mine', 'settlement'],
  terms: ['terms'],
  operating: ['operating'],
  ownBids: (userId: string, auctionId: string) => ['own-bids', userId, auctionId],
  receipts: (userId: string, auctionId: string) => ['receipts', userId, auctionId],
} as const;
