const DUPLICATE_ENTRY = 1062;
const CAUSES_MAX = 5;

/** The name of the unique index that an insert or update ran into, or null when it was another error. */
export function duplicateKeyOf(error: unknown): string | null {
  const found = mysqlErrorIn(error);
  if (found?.errno !== DUPLICATE_ENTRY) return null;
  return /for key '(?:[^'.]+\.)?([^']+)'/.exec(found.message)?.[1] ?? '';
}

/** The number of a MySQL error, or null when it was another error. */
export function errnoOf(error: unknown): number | null {
  return mysqlErrorIn(error)?.errno ?? null;
}

// drizzle wraps the driver's error as a cause.
function mysqlErrorIn(error: unknown): (Error & { errno: number }) | null {
  let current = error;
  for (let depth = 0; depth < CAUSES_MAX && current instanceof Error; depth += 1) {
    if ('errno' in current && typeof current.errno === 'number') {
      return current as Error & { errno: number };
    }
    current = current.cause;
  }
  return null;
}
