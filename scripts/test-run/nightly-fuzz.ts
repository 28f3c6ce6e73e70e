import { kstDate } from '@sagopalgo/core/rules/kst.ts';

const RUNS = 300;

/** Hostile calls to every endpoint: of one seed and few in `npm test`, more of a seed of its own at night. */
export const FUZZ_TEST = 'scripts/safety/fuzz.test.ts';

/**
 * How many calls a night makes of each endpoint, and of which seed: that of its day in Seoul, such as 20261129, so that
 * no night is like another and each can be had again. What the environment names goes before.
 */
export function nightlyFuzz(
  env: Readonly<Record<string, string | undefined>>,
  nowMs: number,
): { FUZZ_RUNS: string; FUZZ_SEED: string } {
  return {
    FUZZ_RUNS: env['FUZZ_RUNS'] || String(RUNS),
    FUZZ_SEED: env['FUZZ_SEED'] || kstDate(nowMs).replaceAll('-', ''),
  };
}
