/** Where a marketplace keeps its record and its live auctions. */
export interface Stores {
  mysqlUrl: string;
  redisUrl: string;
}
