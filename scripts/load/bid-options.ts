import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { CallerKind } from './load-people.ts';
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
  callers: CallerKind;
}

/** Reads `[--processes n] [--rounds n] [--browsers]`; throws a sentence for the person. */
export function readBidOptions(args: readonly string[]): BidOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      processes: { type: 'string', default: String(processesByDefault()) },
      rounds: { type: 'string', default: String(ROUNDS_DEFAULT) },
      browsers: { type: 'boolean', default: false },
    },
  });
  return {
    processes: wholeNumberIn('processes', values.processes, { min: 1, max: PROCESSES_MAX }),
    rounds: wholeNumberIn('rounds', values.rounds, ROUNDS),
    callers: values.browsers ? 'browser' : 'program',
  };
}

function processesByDefault(): number {
  return Math.min(availableParallelism(), PROCESSES_MAX);
}
