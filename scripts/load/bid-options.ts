import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const PROCESSES_MAX = 16;

const processesSchema = z.coerce.number().int().min(1).max(PROCESSES_MAX);

/** What `npm run load -- bids` was asked for. */
export interface BidOptions {
  /** Of each server: as it would be deployed on this machine, one a core, where nothing else is said. */
  processes: number;
}

/** Reads `[--processes n]`; throws a sentence for the person. */
export function readBidOptions(args: readonly string[]): BidOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { processes: { type: 'string', default: String(processesByDefault()) } },
  });
  const processes = processesSchema.safeParse(values.processes);
  if (!processes.success) throw new Error(`--processes takes a number from 1 to ${PROCESSES_MAX}.`);
  return { processes: processes.data };
}

function processesByDefault(): number {
  return Math.min(availableParallelism(), PROCESSES_MAX);
}
