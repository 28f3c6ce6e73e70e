const DUPLICATE_ENTRY = 1062;
const DEADLOCK = 1213;
/** Too many connections, shutting down, interrupted, read-only, a lock not had in time, a deadlock. */
const MOMENTARY = new Set([1040, 1053, 1205, 1213, 1290, 1317, 1836]);
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

/** Whether two transactions waited for each other, and this one was undone: it is to be tried again at once. */
export function isDeadlock(error: unknown): boolean {
  return errnoOf(error) === DEADLOCK;
}

/** Whether the same may well go through a moment later: the server was away, busy, or somebody held a lock. */
export function isOfTheMoment(error: unknown): boolean {
  const errno = errnoOf(error);
  // What never came to the server has a number of the system's, below zero, or none.
  return (errno !== null && (MOMENTARY.has(errno) || errno < 0)) || isCutOff(error);
}

function isCutOff(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < CAUSES_MAX && current instanceof Error; depth += 1) {
    if ('fatal' in current && current.fatal === true) return true;
    current = current.cause;
  }
  return false;
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
