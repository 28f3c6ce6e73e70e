import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { wholeNumberIn } from './option-numbers.ts';

const PROCESSES_MAX = 16;
const ROUNDS = { min: 1, max: 20 };
const ROUNDS_DEFAULT = 5;

/** What `npm run load -- bids` was asked for. */
export interface BidOptions {
  /** Of each server: as it would be deployed on this machine, one a core, where nothing else is said. */
  processes: number;
  /** How often each is measured, after once that is not counted. */
  rounds: number;
}

/** Reads `[--processes n] [--rounds n]`; throws a sentence for the person. */
export function readBidOptions(args: readonly string[]): BidOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      processes: { type: 'string', default: String(processesByDefault()) },
      rounds: { type: 'string', default: String(ROUNDS_DEFAULT) },
    },
  });
  return {
    processes: wholeNumberIn('processes', values.processes, { min: 1, max: PROCESSES_MAX }),
    rounds: wholeNumberIn('rounds', values.rounds, ROUNDS),
  };
}

function processesByDefault(): number {
  return Math.min(availableParallelism(), PROCESSES_MAX);
}
