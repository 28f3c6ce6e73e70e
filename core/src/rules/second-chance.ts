import { ranked, reserveState, resolvePrice } from './price-rules.ts';
import type { Maximum, PriceRules } from './price-rules.ts';

/** Who is asked next, and at what price. */
export interface RunnerUp {
  bidderId: string;
  amountKrw: number;
}

/**
 * Who gets the second chance when a winner has not paid, and at what price: as if nobody had ever bid who
 * is out of the running. `out` are those who won and did not pay, and those who were asked before. Of the
 * others the highest who is `willing` is asked, at the price that rules 1, 2 and 4 give over their own
 * final maximum and those below. Whoever stands above and is not willing does not bid this price up: they
 * would have bought nothing. Those below count whether they are willing or not, for their bids were meant.
 * Null when nobody is left, or nobody whose maximum reaches the reserve.
 */
export function runnerUp(
  rules: PriceRules,
  maxima: readonly Maximum[],
  { out, willing }: { out: ReadonlySet<string>; willing: ReadonlySet<string> },
): RunnerUp | null {
  const running = ranked(maxima).filter(({ bidderId }) => !out.has(bidderId));
  const place = running.findIndex(({ bidderId }) => willing.has(bidderId));
  const asked = running[place];
  if (!asked) return null;
  const field = running.slice(place);
  if (reserveState(rules, field) === 'unmet') return null;
  // Neither what the defaulter drove the price to nor an amount named to lead it holds any more.
  const amountKrw = resolvePrice(rules, field, { priceKrw: null, exactLeadKrw: null });
  return { bidderId: asked.bidderId, amountKrw };
}
