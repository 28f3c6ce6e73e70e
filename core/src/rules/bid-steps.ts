/** The bid step by price: rows of `[fromKrw, stepKrw]`, ascending, the first from 0. */
export type BidSteps = readonly (readonly [fromKrw: number, stepKrw: number])[];

/** No bid may be above this, whatever the seller chose (bidding.md, "An auction"). */
export const CAP_MAX_KRW = 1_000_000_000_000;
export const STEP_ROWS_MAX = 30;

/** A seller's fixed unit is a table of one row. */
export function fixedUnit(bidUnitKrw: number): BidSteps {
  return [[0, bidUnitKrw]];
}

/** What is wrong with a table of steps, or null: up to 30 ascending rows from 0, each step 1 won or more. */
export function faultInSteps(steps: BidSteps): string | null {
  if (steps.length > STEP_ROWS_MAX) return `there may be ${STEP_ROWS_MAX} rows`;
  let lastFromKrw = -1;
  for (const [fromKrw, stepKrw] of steps) {
    if (fromKrw <= lastFromKrw) return 'rows must ascend';
    if (stepKrw < 1) return 'a step must be at least 1 won';
    lastFromKrw = fromKrw;
  }
  return steps[0]?.[0] === 0 ? null : 'the first row must start at 0';
}

/** The step in force at `priceKrw`, for showing quick amounts; the judge decides minimums itself. */
export function stepAt(steps: BidSteps, priceKrw: number): number {
  const row = steps.findLast(([fromKrw]) => fromKrw <= priceKrw);
  if (!row) throw new RangeError('a table of steps starts at 0');
  return row[1];
}
