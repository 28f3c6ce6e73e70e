import * as fc from 'fast-check';
import { CAP_MAX_KRW, stepAt } from '../rules/bid-steps.ts';
import { EXTENSION_LIMIT_MS, EXTENSION_MS } from '../rules/price-rules.ts';
import { leaderOf, minimumOf } from '../rules/reference-state.ts';
import type { AuctionRules, ModelAuction, ModelBid } from '../rules/reference-state.ts';

const SELLER_ID = 'seller';
const BIDDER_IDS = ['a', 'b', 'c', 'd', SELLER_ID];
const STEPS_MAX = 16;
const SMALL_KRW_MAX = 40;
const START_KRW_MAX = 3_000_000_000;

/** The amounts of an auction's rules that bids are made close to. */
const LANDMARKS = [
  'minimum',
  'price',
  'leader-max',
  'own-max',
  'other-max',
  'reserve',
  'buy-now',
  'cap',
  'three-times',
  'ten-steps',
] as const;

/** Where a bid's amount lies: so many steps and won from a landmark, as it is at that moment. */
interface Offer {
  near: (typeof LANDMARKS)[number];
  stepsMore: number;
  wonMore: number;
}

/** One thing that happens to an auction. Times in milliseconds. */
export type Happening =
  | {
      type: 'bid';
      bidderId: string;
      kind: ModelBid['kind'];
      offer: Offer;
      confirmed: boolean;
    }
  | {
      type: 'repeat';
      /** Which of the bids sent before, counted round and round. */
      of: number;
      change: 'nothing' | 'amount' | 'kind' | 'confirmed' | 'bidder';
    }
  | { type: 'wait'; until: 'opening' | 'window' | 'closing' | 'limit' | 'later'; byMs: number }
  | { type: 'close' }
  | { type: 'move'; byMs: number }
  | { type: 'bar' | 'admit'; bidderId: string; leaveId: string };

/** The amounts and the choice of an auction; its times are the test's own. */
export type RandomRules = Omit<AuctionRules, 'opensAtMs' | 'closesAtMs'>;

/** A whole auction: its rules and what happens to it. */
export interface RandomAuction {
  rules: RandomRules;
  /** How long before its opening the first thing happens. */
  earlyMs: number;
  /** How far bids have moved the closing when the first thing happens. */
  extendedMs: number;
  happenings: Happening[];
}

/** Any fair rules: narrow and wide, with and without a cap in reach, a reserve, a price to buy at. */
const rulesArbitrary: fc.Arbitrary<RandomRules> = fc
  .record({
    startKrw: fc.oneof(
      fc.integer({ min: 1, max: SMALL_KRW_MAX }),
      fc.constantFrom(1000, 10_000, 2 ** 31 - 100),
      fc.integer({ min: 1, max: START_KRW_MAX }),
    ),
    stepKrw: fc.oneof(fc.constantFrom(1, 7, 100), fc.integer({ min: 1, max: 1000 })),
    rows: fc.array(fc.tuple(smallNumber(), smallNumber()), { maxLength: 3 }),
    capSteps: perhaps({ noneFor: 3 }),
    reserveSteps: perhaps({ noneFor: 1 }),
    buyNowSteps: perhaps({ noneFor: 2 }),
    extension: fc.constantFrom('auto' as const, 'none' as const),
  })
  .map(({ startKrw, stepKrw, rows, capSteps, reserveSteps, buyNowSteps, extension }) => {
    const over = (fromKrw: number, [steps, won]: [number, number]) =>
      fromKrw + steps * stepKrw + won;
    const capKrw = capSteps === null ? CAP_MAX_KRW : over(startKrw + 10 * stepKrw, capSteps);
    const reserveKrw = reserveSteps && fair(over(startKrw + 1, reserveSteps), startKrw, capKrw);
    const buyNowFromKrw = reserveKrw ?? startKrw + 1;
    const buyNowKrw = buyNowSteps && fair(over(buyNowFromKrw, buyNowSteps), startKrw, capKrw);
    const steps = stepTable(startKrw, stepKrw, rows);
    return { sellerId: SELLER_ID, startKrw, steps, capKrw, reserveKrw, buyNowKrw, extension };
  });

const offerArbitrary: fc.Arbitrary<Offer> = fc.record({
  near: fc.constantFrom(...LANDMARKS),
  stepsMore: fc.oneof(fc.constant(0), fc.integer({ min: -1, max: STEPS_MAX })),
  wonMore: fc.constantFrom(0, 0, 0, -1, 1, 3),
});

const bidArbitrary: fc.Arbitrary<Happening> = fc.record({
  type: fc.constant('bid' as const),
  bidderId: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...BIDDER_IDS.slice(0, -1)) },
    { weight: 1, arbitrary: fc.constant(SELLER_ID) },
  ),
  kind: fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom('auto' as const, 'exact' as const) },
    { weight: 1, arbitrary: fc.constant('buy-now' as const) },
  ),
  offer: offerArbitrary,
  confirmed: fc.boolean(),
});

const repeatArbitrary: fc.Arbitrary<Happening> = fc.record({
  type: fc.constant('repeat' as const),
  of: fc.nat({ max: STEPS_MAX }),
  change: fc.constantFrom('nothing', 'amount', 'kind', 'confirmed', 'bidder'),
});

const waitArbitrary: fc.Arbitrary<Happening> = fc.record({
  type: fc.constant('wait' as const),
  until: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('opening' as const, 'later' as const) },
    { weight: 4, arbitrary: fc.constantFrom('window' as const, 'limit' as const) },
    { weight: 2, arbitrary: fc.constant('closing' as const) },
  ),
  byMs: fc.oneof(fc.constantFrom(-1, 0, 1), fc.integer({ min: -100_000, max: 100_000 })),
});

const moveArbitrary: fc.Arbitrary<Happening> = fc.record({
  type: fc.constant('move' as const),
  byMs: fc.integer({ min: -1_000_000, max: 4_000_000 }),
});

const LEAVE_IDS = ['one', 'other'];

// Admitted as often as barred, so that there are bids of everybody's to be judged.
const leavingArbitrary: fc.Arbitrary<Happening> = fc.record({
  type: fc.constantFrom('bar' as const, 'admit' as const),
  bidderId: fc.constantFrom(...BIDDER_IDS),
  leaveId: fc.constantFrom(...LEAVE_IDS),
});

const extendedArbitrary = fc.oneof(
  fc.constant(0),
  fc.integer({ min: EXTENSION_LIMIT_MS - EXTENSION_MS, max: EXTENSION_LIMIT_MS }),
);

/** Auctions to which anything may happen that the rules speak of. */
export const eventfulAuctions: fc.Arbitrary<RandomAuction> = fc.record({
  rules: rulesArbitrary,
  earlyMs: fc.oneof(
    { weight: 19, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 5000 }) },
  ),
  extendedMs: extendedArbitrary,
  happenings: fc.array(
    fc.oneof(
      { weight: 30, arbitrary: bidArbitrary },
      { weight: 5, arbitrary: repeatArbitrary },
      { weight: 4, arbitrary: waitArbitrary },
      { weight: 2, arbitrary: fc.constant<Happening>({ type: 'close' }) },
      { weight: 1, arbitrary: moveArbitrary },
      { weight: 2, arbitrary: leavingArbitrary },
    ),
    { minLength: 1, maxLength: 24, size: 'max' },
  ),
});

/** Auctions that are only bid on. */
export const busyAuctions: fc.Arbitrary<RandomAuction> = fc.record({
  rules: rulesArbitrary,
  earlyMs: fc.constant(0),
  extendedMs: extendedArbitrary,
  happenings: fc.array(bidArbitrary, { minLength: 1, maxLength: 12, size: 'max' }),
});

/** The bid that an offer comes to where the auction stands now: at least 1 won. */
export function offeredBid(
  state: ModelAuction,
  { bidderId, kind, offer, confirmed }: Extract<Happening, { type: 'bid' }>,
  bidId: string,
): ModelBid {
  if (kind === 'buy-now') return { bidderId, bidId, kind };
  const nearKrw = landmarkOf(state, bidderId, offer.near);
  const stepKrw = stepAt(state.rules.steps, nearKrw);
  const amountKrw = Math.max(1, nearKrw + offer.stepsMore * stepKrw + offer.wonMore);
  if (kind === 'auto') return { bidderId, bidId, kind, maxKrw: amountKrw };
  return { bidderId, bidId, kind, amountKrw, confirmed };
}

/** A bid that was sent before, as it is or with one thing changed. */
export function changedBid(
  made: ModelBid,
  change: Extract<Happening, { type: 'repeat' }>['change'],
): ModelBid {
  const { bidderId, bidId } = made;
  const amountKrw = made.kind === 'auto' ? made.maxKrw : made.kind === 'exact' ? made.amountKrw : 1;
  const next = BIDDER_IDS[(BIDDER_IDS.indexOf(bidderId) + 1) % BIDDER_IDS.length] ?? bidderId;
  const isExact = made.kind === 'exact';
  switch (change) {
    case 'nothing':
      return made;
    case 'confirmed':
      return isExact ? { ...made, confirmed: made.confirmed !== true } : made;
    case 'amount':
      if (made.kind === 'buy-now') return made;
      return isExact ? { ...made, amountKrw: amountKrw + 1 } : { ...made, maxKrw: amountKrw + 1 };
    case 'kind':
      if (isExact) return { bidderId, bidId, kind: 'auto', maxKrw: amountKrw };
      return { bidderId, bidId, kind: 'exact', amountKrw, confirmed: true };
    case 'bidder':
      return { ...made, bidderId: next };
    default:
      return change satisfies never;
  }
}

function landmarkOf(state: ModelAuction, bidderId: string, near: Offer['near']): number {
  const { rules, maxima } = state;
  const minimumKrw = minimumOf(state) ?? rules.capKrw;
  const maxOf = (isMeant: (id: string) => boolean) =>
    maxima.findLast((maximum) => isMeant(maximum.bidderId))?.maxKrw ?? minimumKrw;
  const leaderId = leaderOf(state);
  switch (near) {
    case 'minimum':
      return minimumKrw;
    case 'price':
      return state.priceKrw ?? rules.startKrw;
    case 'leader-max':
      return maxOf((id) => id === leaderId);
    case 'own-max':
      return maxOf((id) => id === bidderId);
    case 'other-max':
      return maxOf((id) => id !== leaderId && id !== bidderId);
    case 'reserve':
      return rules.reserveKrw ?? minimumKrw;
    case 'buy-now':
      return rules.buyNowKrw ?? minimumKrw;
    case 'cap':
      return rules.capKrw === CAP_MAX_KRW ? minimumKrw : rules.capKrw;
    case 'three-times':
      return 3 * minimumKrw;
    case 'ten-steps':
      return minimumKrw + 10 * stepAt(rules.steps, minimumKrw);
    default:
      return near satisfies never;
  }
}

// So many steps and won more, or nothing, `noneFor` times as often.
function perhaps({ noneFor }: { noneFor: number }) {
  return fc.oneof(
    { weight: noneFor, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.tuple(smallNumber(), smallNumber()) },
  );
}

function smallNumber(): fc.Arbitrary<number> {
  return fc.oneof(fc.constant(0), fc.integer({ min: 0, max: STEPS_MAX }));
}

// What the rules for listing allow, or none.
function fair(amountKrw: number, startKrw: number, capKrw: number): number | null {
  return amountKrw > startKrw && amountKrw <= capKrw ? amountKrw : null;
}

// Rows begin where the price will soon be; a step may fall as well as rise.
function stepTable(startKrw: number, stepKrw: number, rows: [number, number][]) {
  const table: [number, number][] = [[0, stepKrw]];
  let fromKrw = startKrw - 1;
  for (const [steps, times] of rows) {
    fromKrw += steps * stepKrw + 1;
    table.push([fromKrw, times === 0 ? 1 : times * stepKrw]);
  }
  return table;
}
