import { parseArgs } from 'node:util';

const AUCTIONS_MAX = 1_000_000;
const SECONDS_MAX = 60;
const ROUNDS_MAX = 10;

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
    auctions: within(values.auctions, 'auctions', 100, AUCTIONS_MAX),
    seconds: within(values.seconds, 'seconds', 1, SECONDS_MAX),
    rounds: within(values.rounds, 'rounds', 1, ROUNDS_MAX),
  };
}

function within(text: string, name: string, min: number, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Error(`--${name} is a whole number from ${min} to ${max}, not "${text}".`);
}
