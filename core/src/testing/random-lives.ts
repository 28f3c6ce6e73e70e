import { array, boolean, constantFrom, integer, nat, record } from 'fast-check';
import type { Arbitrary } from 'fast-check';

const HIGHEST_KRW = 1_000_000_000_000;
const RATE_MAX_BP = 5_000;
const STEPS_MAX = 24;

/** What may happen to an order; `go-on` is whatever takes it towards its seller's money. */
export const STEP_KINDS = [
  'go-on',
  'begin',
  'begin-deposit',
  'decline',
  'charge',
  'deposit',
  'undo-deposit',
  'ship',
  'deliver',
  'receive',
  'expire',
  'cancel',
  'dispute',
  'uphold-dispute',
  'settle-dispute',
  'release-dispute',
  'carry-out-refunds',
  'cancel-at-toss',
  'say-account',
  'pay-out',
  'pay-out-and-dispute',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** A thing that happens, of which attempt where there are several, and to how much of the money. */
export interface LifeStep {
  kind: StepKind;
  pick: number;
  percent: number;
}

/** An order and all that happens to it. */
export interface RandomLife {
  amountKrw: number;
  feeBp: number;
  premiumBp: number;
  hasAccount: boolean;
  steps: LifeStep[];
}

// Most lives would end early if going on were as rare as the rest, and few would begin by a transfer.
const kinds: StepKind[] = [
  ...STEP_KINDS,
  ...Array.from({ length: 9 }, () => 'go-on' as const),
  ...Array.from({ length: 2 }, () => 'begin-deposit' as const),
];

export const anyLife: Arbitrary<RandomLife> = record({
  amountKrw: integer({ min: 1, max: HIGHEST_KRW }),
  feeBp: integer({ min: 0, max: RATE_MAX_BP }),
  premiumBp: integer({ min: 0, max: RATE_MAX_BP }),
  hasAccount: boolean(),
  steps: array(
    record({
      kind: constantFrom(...kinds),
      pick: nat({ max: 5 }),
      percent: integer({ min: 1, max: 100 }),
    }),
    { minLength: 4, maxLength: STEPS_MAX },
  ),
});

/** A life of these steps. */
export function lifeOf(...named: StepKind[]): RandomLife {
  const steps = named.map((kind) => ({ kind, pick: 0, percent: 37 }));
  return { amountKrw: 123_457, feeBp: 333, premiumBp: 777, hasAccount: true, steps };
}

/** Lives of which each shows something that a random one might miss. */
export const KNOWN_LIVES: RandomLife[] = [
  // A person gives back a part of what waits to go back whole.
  lifeOf('go-on', 'go-on', 'cancel', 'cancel-at-toss', 'carry-out-refunds'),
  lifeOf('begin', 'charge', 'ship', 'deliver', 'receive', 'pay-out', 'dispute', 'go-on'),
  lifeOf(
    'begin',
    'charge',
    'ship',
    'dispute',
    'settle-dispute',
    'pay-out',
    'carry-out-refunds',
    'pay-out',
  ),
  lifeOf('begin', 'charge', 'ship', 'dispute', 'uphold-dispute', 'pay-out', 'carry-out-refunds'),
  lifeOf('begin', 'decline', 'expire', 'charge', 'carry-out-refunds'),
  lifeOf('begin', 'decline', 'begin', 'charge', 'charge', 'go-on'),
  lifeOf(
    'begin-deposit',
    'charge',
    'deposit',
    'undo-deposit',
    'deposit',
    'cancel',
    'carry-out-refunds',
  ),
  lifeOf(
    'begin',
    'charge',
    'cancel-at-toss',
    'ship',
    'receive',
    'pay-out-and-dispute',
    'release-dispute',
  ),
  // The bank takes a deposit back once the order has gone on: for good, or until it comes again.
  depositedAnd('ship', 'receive', 'undo-deposit', 'pay-out', 'deposit', 'pay-out'),
  depositedAnd('ship', 'undo-deposit', 'dispute', 'settle-dispute', 'uphold-dispute'),
  depositedAnd('ship', 'undo-deposit', 'dispute', 'release-dispute', 'pay-out', 'deposit'),
  depositedAnd('ship', 'undo-deposit', 'dispute', 'release-dispute', 'deposit', 'pay-out'),
  depositedAnd('ship', 'receive', 'pay-out', 'undo-deposit', 'deposit', 'undo-deposit'),
  depositedAnd('cancel', 'undo-deposit', 'deposit', 'carry-out-refunds'),
  lifeOf('begin-deposit', 'charge', 'expire', 'deposit', 'undo-deposit', 'deposit'),
  // The buyer says no account until the seller has been paid out.
  depositedAnd('ship', 'dispute', 'settle-dispute', 'pay-out', 'carry-out-refunds'),
  depositedAnd('ship', 'dispute', 'settle-dispute', 'pay-out', 'undo-deposit', 'deposit'),
  depositedAnd('ship', 'dispute', 'settle-dispute', 'pay-out', 'cancel-at-toss'),
  // A person gives it back at Toss once the seller has it.
  lifeOf('begin', 'charge', 'ship', 'receive', 'pay-out', 'cancel-at-toss', 'cancel-at-toss'),
];

function depositedAnd(...named: StepKind[]): RandomLife {
  return lifeOf('begin-deposit', 'charge', 'deposit', ...named);
}
