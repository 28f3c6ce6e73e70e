import type { TillTerms } from './till-terms.ts';

/**
 * Until when somebody with these defaults may not bid, in UTC milliseconds: so long after the last default
 * that came as one too many within the time that defaults count. Null when none ever did. It may be past.
 */
export function blockEndMs(
  defaultsAtMs: readonly number[],
  { defaultsMax, defaultsWithinMs, blockMs }: BlockTerms,
): number | null {
  const counted = (atMs: number): number =>
    defaultsAtMs.filter((otherMs) => otherMs <= atMs && otherMs > atMs - defaultsWithinMs).length;
  const tooMany = defaultsAtMs.filter((atMs) => counted(atMs) >= defaultsMax);
  return tooMany.length === 0 ? null : Math.max(...tooMany) + blockMs;
}

export type BlockTerms = Pick<TillTerms, 'defaultsMax' | 'defaultsWithinMs' | 'blockMs'>;
