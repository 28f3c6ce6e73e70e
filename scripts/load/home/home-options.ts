import { parseArgs } from 'node:util';
import { wholeNumberIn } from '../option-numbers.ts';

const AUCTIONS = { min: 100, max: 1_000_000 };
const SECONDS = { min: 1, max: 60 };
const ROUNDS = { min: 1, max: 10 };

/** How much the load of home and detail reads does. */
export interface HomeOptions {
  auctions: number;
  /** Measured for each arm, scene and round. */
  seconds: number;
  rounds: number;
}

/** Reads `--auctions 100000 --seconds 4 --rounds 3`; throws a sentence for anything else. */
export function homeOptions(args: readonly string[]): HomeOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      auctions: { type: 'string', default: '100000' },
      seconds: { type: 'string', default: '4' },
      rounds: { type: 'string', default: '3' },
    },
  });
  return {
    auctions: wholeNumberIn('auctions', values.auctions, AUCTIONS),
    seconds: wholeNumberIn('seconds', values.seconds, SECONDS),
    rounds: wholeNumberIn('rounds', values.rounds, ROUNDS),
  };
}
