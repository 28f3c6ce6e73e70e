import { stepAt } from './bid-steps.ts';
import type { BidSteps } from './bid-steps.ts';

const MINUTE_MS = 60_000;
/** A visible bid this close to the closing, or closer, moves the closing to this long after it. */
export const EXTENSION_MS = 2 * MINUTE_MS;
/** How far past the scheduled closing bids can move it. */
export const EXTENSION_LIMIT_MS = 30 * MINUTE_MS;

const TYPO_TIMES = 3;
const TYPO_STEPS = 10;

/** What an auction's prices follow from, in won. */
export interface PriceRules {
  startKrw: number;
  steps: BidSteps;
  /** No bid may be above it. */
  capKrw: number;
  /** Hidden; null without one. */
  reserveKrw: number | null;
}

/** One bidder's maximum and the place in the log at which that maximum was set. */
export interface Maximum {
  bidderId: string;
  maxKrw: number;
  seq: number;
  /** 0, or which silent raise after `seq` it was. */
  raise: number;
}

/** Rules 1 to 5 for a bid that was just entered among `maxima`; everything in won. */
export function resolvePrice(
  rules: PriceRules,
  maxima: readonly Maximum[],
  before: {
    /** Null before the first bid. */
    priceKrw: number | null;
    /** The amount of the bid just entered when it is exact and leads; null otherwise. */
    exactLeadKrw: number | null;
  },
): number {
  return Math.max(
    competingPrice(rules, maxima),
    before.exactLeadKrw ?? 0, // rule 3
    reservePrice(rules, maxima),
    before.priceKrw ?? 0, // rule 5
  );
}

/** Rule 1: highest maximum first; of equal ones the earliest set first. The leader is the first. */
export function ranked(maxima: readonly Maximum[]): Maximum[] {
  return maxima.toSorted(
    (one, other) => other.maxKrw - one.maxKrw || one.seq - other.seq || one.raise - other.raise,
  );
}

/** Rule 4, as everybody is told: whether the leader's maximum reaches the hidden reserve. */
export function reserveState(
  { reserveKrw }: Pick<PriceRules, 'reserveKrw'>,
  maxima: readonly Maximum[],
): 'none' | 'unmet' | 'met' {
  if (reserveKrw === null) return 'none';
  const [leader] = ranked(maxima);
  return leader && leader.maxKrw >= reserveKrw ? 'met' : 'unmet';
}

/** Rules 6 and 12: what the next bid must be at least; null when nobody can bid higher. */
export function minimumAfter(
  { startKrw, steps, capKrw }: PriceRules,
  priceKrw: number | null,
): number | null {
  if (priceKrw === null) return startKrw;
  if (priceKrw === capKrw) return null;
  return Math.min(priceKrw + stepAt(steps, priceKrw), capKrw);
}

/** Typo guard: an exact amount so far above the minimum that it must be confirmed. */
export function looksLikeTypo(steps: BidSteps, amountKrw: number, minimumKrw: number): boolean {
  return (
    amountKrw > TYPO_TIMES * minimumKrw &&
    amountKrw > minimumKrw + TYPO_STEPS * stepAt(steps, minimumKrw)
  );
}

/**
 * Automatic extension: the closing after a visible bid at `atMs`. Every moment in UTC milliseconds;
 * an extension never brings the closing forward.
 */
export function extendedClosing(
  { closesAtMs, scheduledClosesAtMs }: { closesAtMs: number; scheduledClosesAtMs: number },
  atMs: number,
): number {
  if (atMs < closesAtMs - EXTENSION_MS) return closesAtMs;
  const limitMs = scheduledClosesAtMs + EXTENSION_LIMIT_MS;
  return Math.max(closesAtMs, Math.min(atMs + EXTENSION_MS, limitMs));
}

// Rule 2: alone at the start price, otherwise one step over the second, within the leader's maximum.
function competingPrice({ startKrw, steps }: PriceRules, maxima: readonly Maximum[]): number {
  const [leader, second] = ranked(maxima);
  if (!leader || !second) return startKrw;
  return Math.min(leader.maxKrw, second.maxKrw + stepAt(steps, second.maxKrw));
}

// Rule 4: a leader whose maximum reaches the reserve stands at the reserve at least.
function reservePrice(rules: PriceRules, maxima: readonly Maximum[]): number {
  return reserveState(rules, maxima) === 'met' ? (rules.reserveKrw ?? 0) : 0;
}
