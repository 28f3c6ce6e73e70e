/** What a test run, or a part of one, has found. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** The sum of all parts. */
export function total(parts: Counts[]): Counts {
  return {
    passed: parts.reduce((sum, part) => sum + part.passed, 0),
    failed: parts.reduce((sum, part) => sum + part.failed, 0),
    skipped: parts.reduce((sum, part) => sum + part.skipped, 0),
  };
}

/** The line that ends every run. */
export function summaryLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** A run that failed, ran nothing or skipped more than allowed must not look green. */
export function exitCodeOf(counts: Counts, skipsAllowed: number): 0 | 1 {
  if (counts.failed > 0 || counts.passed === 0) return 1;
  return counts.skipped > skipsAllowed ? 1 : 0;
}
