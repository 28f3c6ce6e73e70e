/** A bid that a server said leads. */
export interface AcceptedBid {
  auctionId: string;
  bidderId: string;
  amountKrw: number;
  /** The highest price that the auction's bidders had been told when the bid was sent. */
  toldBeforeKrw: number;
}

/** What a server promised to bidders. */
export interface Ledger {
  accept(bid: AcceptedBid): void;
  /** The highest price that anybody has been told of; 0 before the first. */
  toldKrw(auctionId: string): number;
  /**
   * Accepted bids that cannot be true: at a price that somebody else was told to lead at, or not above
   * one that was told before the bid was sent.
   */
  wronglyAccepted(): number;
  /** Who was told to lead at the highest price of each auction. */
  highest(): ReadonlyMap<string, { bidderId: string; amountKrw: number }>;
}

/** Counts only what no order of the answers on their way back can excuse. */
export function keepLedger(): Ledger {
  const highest = new Map<string, { bidderId: string; amountKrw: number }>();
  const taken = new Map<string, Set<number>>();
  let wrong = 0;
  return {
    accept: ({ auctionId, bidderId, amountKrw, toldBeforeKrw }) => {
      const prices = taken.get(auctionId) ?? new Set();
      if (prices.has(amountKrw) || amountKrw <= toldBeforeKrw) wrong += 1;
      taken.set(auctionId, prices.add(amountKrw));
      if (amountKrw > (highest.get(auctionId)?.amountKrw ?? 0)) {
        highest.set(auctionId, { bidderId, amountKrw });
      }
    },
    toldKrw: (auctionId) => highest.get(auctionId)?.amountKrw ?? 0,
    wronglyAccepted: () => wrong,
    highest: () => highest,
  };
}
