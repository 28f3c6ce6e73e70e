/**
 * The Redis keys of one auction. The braces put them all into one slot of a cluster, so that one
 * script may touch them together.
 */
export interface AuctionKeys {
  /** Hash: the rules, the epoch and where the auction stands now. */
  state: string;
  /** Hash: bidder id -> `ordinal|maximum in won`; the ordinal is that of the first bid. */
  bidders: string;
  /** Hash: `ordinal:bidId` -> the id of the log entry that bid became (or the whole entry). */
  answers: string;
  /** Stream: the log, one entry `seq-raise` for every accepted bid and one for the closing. */
  log: string;
  /** Sharded pub/sub channel: what everybody may see of each log entry, as it happens. */
  channel: string;
}

/**
 * The layout of these keys. A release that lays them out otherwise raises it, and finds an empty
 * Redis that it fills from the record; what it left behind goes with its own keys.
 */
const LAYOUT = 2;

/**
 * Set once everything the record knows to be unsettled is in Redis; gone when Redis was emptied. Both
 * marks are read and written by `loaded-marks.ts`, as a cluster has one of them on each master.
 */
export const LOADED_KEY = `auctions:${LAYOUT}:loaded`;

/** There while a pass loads what is missing; gone when Redis was emptied under it. */
export const LOADING_KEY = `auctions:${LAYOUT}:loading`;

/** Set of auction ids somebody asked for and Redis did not have; the keeper loads them again. */
export const MISSING_KEY = `auctions:${LAYOUT}:missing`;

/** Set of doubts (`doubts.ts`): what was answered or told and may be lost. */
export const DOUBTED_KEY = `auctions:${LAYOUT}:doubted`;

/**
 * Set once Redis holds every signing-in that ended lately, and whose tokens were spent; gone when Redis was emptied.
 * The braces keep it in one slot with those, so that a cluster cannot lose them without it.
 */
export const ENDED_LOADED_KEY = 'sessions:{ended}:loaded';

/** There for as long as access tokens of a signing-in that was ended might otherwise be good. */
export function endedKey(familyId: string): string {
  return `session:{ended}:${familyId}`;
}

/**
 * There while a program's token of somebody might otherwise be good though it was spent: from which moment on, in UTC
 * milliseconds, tokens are good that were made. In one slot with the signings-in that ended.
 */
export function spentTokensKey(userId: string): string {
  return `tokens:{ended}:${userId}`;
}

/** Sharded pub/sub channel: what concerns one person, whatever the auction. */
export function personChannel(userId: string): string {
  return `person:${LAYOUT}:{${userId}}:events`;
}

/** Sharded pub/sub channel: what was changed in the record by hand, for processes that keep some of it. */
export const RECORD_NEWS_CHANNEL = `record:${LAYOUT}:news`;

/** Stream: what was said lately in talks, for the other processes of the api. */
export const TALK_STREAM_KEY = `talk:${LAYOUT}:events`;

/** Views are counted in so many shards, each with all its keys in one slot, which masters share out. */
export const VIEW_SHARDS = 16;

/** Where a shard's views are counted. */
export interface ViewKeys {
  /** Sorted set: a mark for each viewer of an auction -> when they were counted. */
  viewers: string;
  /** Hash: auction id -> views that nobody has taken yet. */
  counted: string;
  /** Hash: the same of the batch that is being written down, with its id. */
  taken: string;
}

/** All keys of a shard of the views. */
export function viewKeys(shard: number): ViewKeys {
  const root = `views:${LAYOUT}:{${shard}}`;
  return { viewers: `${root}:viewers`, counted: `${root}:counted`, taken: `${root}:taken` };
}

/** All keys of the auction with this id. */
export function auctionKeys(auctionId: string): AuctionKeys {
  const root = rootOf(auctionId);
  return {
    state: root,
    bidders: `${root}:bidders`,
    answers: `${root}:answers`,
    log: `${root}:log`,
    channel: `${root}:events`,
  };
}

/** Every key of one auction that holds data. */
export function storedKeys(auctionId: string): string[] {
  const { state, bidders, answers, log } = auctionKeys(auctionId);
  return [state, bidders, answers, log];
}

/** A log entry's id: the second part is 0 for a visible bid. */
export function logId(seq: number, raise = 0): string {
  return `${seq}-${raise}`;
}

/**
 * Where a bidder's pace is kept. One value for all auctions where one Redis holds them all; in a
 * cluster a script reaches the auction's own slot only, so there it is one for each auction.
 */
export function paceKey(redis: { isCluster: boolean }, auctionId: string, bidderId: string) {
  return redis.isCluster ? `${rootOf(auctionId)}:pace:${bidderId}` : `pace:${bidderId}`;
}

function rootOf(auctionId: string): string {
  return `auction:${LAYOUT}:{${auctionId}}`;
}
