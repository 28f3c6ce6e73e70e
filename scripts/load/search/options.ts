import { parseArgs } from 'node:util';
import { z } from 'zod';

/** What may be measured; more would not fit on the disks that this is run on. */
const SIZES = { '1k': 1_000, '10k': 10_000, '100k': 100_000, '1m': 1_000_000 } as const;
const ROUNDS_MAX = 100;

const roundsSchema = z.coerce.number().int().min(1).max(ROUNDS_MAX);

/** What `npm run load -- search` was asked for. */
export interface SearchLoadOptions {
  /** How many listings, from few to many. */
  sizes: number[];
  /** How often every question is asked at each size. */
  rounds: number;
}

/** Reads `[--sizes 10k,100k,1m] [--rounds n]`; throws a sentence for the person. */
export function readSearchLoadOptions(args: readonly string[]): SearchLoadOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: 'string', default: '10k' },
      rounds: { type: 'string', default: '5' },
    },
  });
  const sizes = values.sizes.split(',').map((name) => {
    const size = (SIZES as Readonly<Record<string, number>>)[name];
    if (size !== undefined) return size;
    throw new Error(`--sizes takes ${Object.keys(SIZES).join(', ')}, not "${name}".`);
  });
  const rounds = roundsSchema.safeParse(values.rounds);
  if (!rounds.success) throw new Error(`--rounds takes a number from 1 to ${ROUNDS_MAX}.`);
  return { sizes: [...new Set(sizes)].toSorted((a, b) => a - b), rounds: rounds.data };
}
