import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const PROCESSES_MAX = 16;
const ROUNDS_MAX = 20;
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
    processes: numberIn('processes', values.processes, PROCESSES_MAX),
    rounds: numberIn('rounds', values.rounds, ROUNDS_MAX),
  };
}

function numberIn(option: string, given: string, max: number): number {
  const number = z.coerce.number().int().min(1).max(max).safeParse(given);
  if (!number.success) throw new Error(`--${option} takes a number from 1 to ${max}.`);
  return number.data;
}

function processesByDefault(): number {
  return Math.min(availableParallelism(), PROCESSES_MAX);
}
