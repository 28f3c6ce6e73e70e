/**
 * The Redis keys of one auction. The braces put them all into one slot of a cluster, so that one
 * script may touch them together.
 */
export interface AuctionKeys {
  /** Hash: the rules, the epoch and where the auction stands now. */
  state: string;
  /** Hash: bidder id -> ordinal of first bid, from which the alias is made. */
  aliases: string;
  /** Hash: bidder id -> that bidder's maximum in won. */
  maxima: string;
  /** Hash: `bidderId:bidId` -> the answer that bid got. */
  answers: string;
  /** Stream: the log, one entry `seq-raise` for every accepted bid and one for the closing. */
  log: string;
  /** Pub/sub channel: the public part of each log entry, as it happens. */
  channel: string;
}

/** Set once everything the record knows to be unsettled is in Redis; gone when Redis was emptied. */
export const LOADED_KEY = 'auctions:loaded';

/** There while a pass loads what is missing; gone when Redis was emptied under it. */
export const LOADING_KEY = 'auctions:loading';

/** Set of auction ids somebody asked for and Redis did not have; the keeper loads them again. */
export const MISSING_KEY = 'auctions:missing';

/** All keys of the auction with this id. */
export function auctionKeys(auctionId: string): AuctionKeys {
  const slot = `auction:{${auctionId}}`;
  return {
    state: slot,
    aliases: `${slot}:aliases`,
    maxima: `${slot}:maxima`,
    answers: `${slot}:answers`,
    log: `${slot}:log`,
    channel: `${slot}:events`,
  };
}

/** A log entry's id: the second part is 0 for a visible bid. */
export function logId(seq: number, raise = 0): string {
  return `${seq}-${raise}`;
}
