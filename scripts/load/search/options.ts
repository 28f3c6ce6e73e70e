import { parseArgs } from 'node:util';
import { wholeNumberIn } from '../option-numbers.ts';

/** What may be measured; more would not fit on the disks that this is run on. */
const SIZES = { '1k': 1_000, '10k': 10_000, '100k': 100_000, '1m': 1_000_000 } as const;
const ROUNDS = { min: 1, max: 100 };

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
  const rounds = wholeNumberIn('rounds', values.rounds, ROUNDS);
  return { sizes: [...new Set(sizes)].toSorted((a, b) => a - b), rounds };
}
