const CAUSES_MAX = 5;
/** A query that writes 500 rows is 20,000 characters of question marks. */
const SAID_MAX_CHARACTERS = 1_000;

/**
 * What a log line may say about an error: never the values of a failed query, which a driver's
 * message would carry along (an e-mail, a password's hash).
 */
export function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { thrown: typeof error };
  const stack = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  const said = 'query' in error ? { query: start(error.query) } : { message: start(error.message) };
  const code = 'code' in error ? { code: error.code } : {};
  const cause =
    error.cause === undefined || depth >= CAUSES_MAX
      ? {}
      : { cause: describeError(error.cause, depth + 1) };
  return { name: error.name, ...said, ...code, stack, ...cause };
}

function start(text: unknown): string {
  const all = String(text);
  return all.length > SAID_MAX_CHARACTERS ? `${all.slice(0, SAID_MAX_CHARACTERS)}…` : all;
}
