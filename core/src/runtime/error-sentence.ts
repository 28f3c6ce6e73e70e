const CAUSES_TOLD_MAX = 3;

/** What an operator may read of an error: never a failed query or its values, which may be somebody's secrets. */
export function errorSentence(error: unknown): string {
  if (!(error instanceof Error)) return 'an error without words';
  if ('query' in error) return 'the record did not answer';
  const causes: unknown[] = error instanceof AggregateError ? error.errors : [];
  return [error.message, ...causes.slice(0, CAUSES_TOLD_MAX).map(errorSentence)].join(': ');
}
