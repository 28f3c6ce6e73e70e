import { bidderAlias } from './aliases.ts';
import { minimumAfter, ranked } from './price-rules.ts';
import type { Maximum, PriceRules } from './price-rules.ts';

/** What a seller laid down. Won and UTC milliseconds. */
export interface AuctionRules extends PriceRules {
  sellerId: string;
  /** Null without one. */
  buyNowKrw: number | null;
  extension: 'none' | 'auto';
  opensAtMs: number;
  closesAtMs: number;
}

/** A bid as its bidder sent it. */
export type ModelBid = { bidderId: string; bidId: string } & (
  | { kind: 'exact'; amountKrw: number; confirmed?: boolean }
  | { kind: 'auto'; maxKrw: number }
  | { kind: 'buy-now' }
);

/** What the bidder of an accepted bid is told, then and whenever the same bid is sent again. */
export interface Accepted {
  bidId: string;
  outcome: 'leading' | 'outbid' | 'raised' | 'bought';
  seq: number;
  raise: number;
  priceKrw: number;
  minimumKrw: number | null;
  ownMaxKrw: number;
  alias: string;
  acceptedAtMs: number;
  closesAtMs: number;
}

/** Why a bid changed nothing, and what its bidder can act on. */
export interface Refused {
  refused: string;
  detail: Record<string, number>;
}

/** How an auction ended; `seq` is the closing's own. */
export interface Ended {
  seq: number;
  outcome: 'sold' | 'unsold';
  winnerId: string | null;
}

/** What bars somebody: one leaving of theirs, up to a moment that the clock says, not the auction's time. */
export interface ModelBar {
  bidderId: string;
  leaveId: string;
  barredUntilMs: number;
}

/** Where an auction stands: nothing is kept that follows from the rest. */
export interface ModelAuction {
  rules: AuctionRules;
  seq: number;
  /** How many entries stand in the log after `seq` without a seq of their own. */
  raise: number;
  bidCount: number;
  /** Null before the first bid. */
  priceKrw: number | null;
  maxima: readonly Maximum[];
  /** In the order of their first bids, from which the aliases are made. */
  bidderIds: readonly string[];
  closesAtMs: number;
  /** From here the limit of the automatic extension counts. */
  scheduledClosesAtMs: number;
  /** When it last changed; time never runs backwards from here. */
  lastAtMs: number;
  answered: readonly { bid: ModelBid; answer: Accepted }[];
  /** Who is barred, as they are about to leave: each leaving for itself. */
  bars: readonly ModelBar[];
  /** Null until it was closed. */
  ended: Ended | null;
}

/** An auction that nobody has bid on. */
export function newAuction(rules: AuctionRules): ModelAuction {
  return {
    rules,
    seq: 0,
    raise: 0,
    bidCount: 0,
    priceKrw: null,
    maxima: [],
    bidderIds: [],
    closesAtMs: rules.closesAtMs,
    scheduledClosesAtMs: rules.closesAtMs,
    lastAtMs: 0,
    answered: [],
    bars: [],
    ended: null,
  };
}

/** Rule 1: who leads; null before the first bid. */
export function leaderOf({ maxima }: Pick<ModelAuction, 'maxima'>): string | null {
  return ranked(maxima)[0]?.bidderId ?? null;
}

/** What the next bid must be at least; null at the cap and from the closing on. */
export function minimumOf(state: ModelAuction): number | null {
  return state.ended ? null : minimumAfter(state.rules, state.priceKrw);
}

/** A bidder's own maximum in won; throws when there is none. */
export function maximumOf({ maxima }: Pick<ModelAuction, 'maxima'>, bidderId: string): number {
  const own = maxima.find((maximum) => maximum.bidderId === bidderId);
  if (!own) throw new RangeError('only bidders have a maximum');
  return own.maxKrw;
}

/** How others see a bidder; throws when there is none. */
export function aliasOf({ bidderIds }: ModelAuction, bidderId: string): string {
  const index = bidderIds.indexOf(bidderId);
  if (index === -1) throw new RangeError('only bidders have an alias');
  return bidderAlias(index + 1);
}

/** Until when somebody is barred, by the longest that any leaving of theirs has said; 0 when they are not. */
export function barredUntilMs({ bars }: ModelAuction, bidderId: string): number {
  const own = bars.filter((bar) => bar.bidderId === bidderId);
  return Math.max(0, ...own.map((bar) => bar.barredUntilMs));
}

/** "Order": when something that arrives at `atMs` happens, as time in an auction never runs backwards. */
export function notBefore({ lastAtMs }: ModelAuction, atMs: number): number {
  return Math.max(atMs, lastAtMs);
}

/** What a bid offers in won; null for a purchase at the price that the seller named. */
export function offeredKrw(made: ModelBid): number | null {
  if (made.kind === 'buy-now') return null;
  return made.kind === 'exact' ? made.amountKrw : made.maxKrw;
}
