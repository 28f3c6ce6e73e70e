/** How others see a bidder: N by first bid in that auction, so nobody is followed across auctions. */
export function bidderAlias(ordinal: number): string {
  return `입찰자 ${ordinal}`;
}
