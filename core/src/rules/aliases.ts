/** How others see a bidder: N by first bid in that auction, so nobody is followed across auctions. */
export function bidderAlias(ordinal: number): string {
  return `입찰자 ${ordinal}`;
}

/** How others see somebody who asks: N by first question in that auction, whatever they bid there. */
export function askerAlias(ordinal: number): string {
  return `질문자 ${ordinal}`;
}
