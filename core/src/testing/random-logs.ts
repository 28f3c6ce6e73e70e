import * as fc from 'fast-check';
import { playLog } from './played-log.ts';
import type { Deed, PlayedRules } from './played-log.ts';

const DEEDS_MAX = 30;
const STEP_TABLES = [
  [[0, 100]],
  [[0, 1]],
  [
    [0, 100],
    [2000, 500],
    [5000, 1000],
  ],
] as const;

/** Something that one of four people tries. */
export const randomDeed: fc.Arbitrary<Deed> = fc.record({
  who: fc.integer({ min: 1, max: 4 }),
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant('auto' as const) },
    { weight: 4, arbitrary: fc.constant('exact' as const) },
    { weight: 1, arbitrary: fc.constant('buy-now' as const) },
    { weight: 1, arbitrary: fc.constant('move' as const) },
  ),
  overKrw: fc.oneof(fc.constantFrom(0, 1, 99, 100, 101), fc.integer({ min: -50, max: 4000 })),
  waitMs: fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 600_000 })),
});

/** Rules with every kind of step, cap, reserve, buy-now price and extension. */
export const randomRules: fc.Arbitrary<PlayedRules> = fc
  .record({
    steps: fc.constantFrom(...STEP_TABLES),
    capKrw: fc.constantFrom(1_000_000, 3333, 1150),
    reserve: fc.constantFrom(null, 1, 500, 1500),
    buyNow: fc.constantFrom(null, 0, 700),
    extension: fc.constantFrom('none' as const, 'auto' as const),
  })
  .map(({ steps, capKrw, reserve, buyNow, extension }) => {
    const reserveKrw = reserve === null ? null : Math.min(1000 + reserve, capKrw);
    const buyNowKrw = buyNow === null ? null : Math.min((reserveKrw ?? 1001) + buyNow, capKrw);
    return { steps, capKrw, reserveKrw, buyNowKrw, extension };
  });

/** Auctions of every kind, played by the reference model to their end. */
export const playedAuction = fc
  .tuple(randomRules, fc.array(randomDeed, { maxLength: DEEDS_MAX }), fc.boolean())
  .map(([given, deeds, cancels]) => playLog(given, deeds, { cancels }));
