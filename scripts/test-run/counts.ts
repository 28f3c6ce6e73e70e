/** What a test run, or a part of one, has found. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, a line each. */
  failures: readonly string[];
}

/** What a part found that is one test of its own, by its name. */
export function oneTest(name: string, good: boolean): Counts {
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0, failures: good ? [] : [name] };
}

/** The sum of all parts. */
export function total(parts: Counts[]): Counts {
  return {
    passed: parts.reduce((sum, part) => sum + part.passed, 0),
    failed: parts.reduce((sum, part) => sum + part.failed, 0),
    skipped: parts.reduce((sum, part) => sum + part.skipped, 0),
    failures: parts.flatMap((part) => part.failures),
  };
}

/** The lines that end every run: all that failed, however far up it was told, and the sums. */
export function summaryLines({ passed, failed, skipped, failures }: Counts): string[] {
  return [
    ...failures.map((failure) => `✖ failed: ${failure}`),
    `${passed} passed, ${failed} failed, ${skipped} skipped`,
  ];
}

/** A run that failed, ran nothing or skipped more than allowed must not look green. */
export function exitCodeOf(counts: Counts, skipsAllowed: number): 0 | 1 {
  if (counts.failed > 0 || counts.passed === 0) return 1;
  return counts.skipped > skipsAllowed ? 1 : 0;
}
