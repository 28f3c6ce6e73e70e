const CAUSES_MAX = 5;

const CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'POOL_CLOSED',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
]);

const NAMES = new Set([
  'MaxRetriesPerRequestError',
  'ConnectionTimeoutError',
  'ClusterAllFailedError',
  'DeadlineError',
  'PictureStoreAwayError',
  'SearchAwayError',
]);

const MESSAGES = [
  /^Stream isn't writeable/,
  /^Connection is closed/,
  /^Command timed out/,
  /^Redis connection is not ready/,
  /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|OOM|MISCONF|BUSY) /,
  /^Cluster (isn't ready|is (ended|disconnect))/,
  /^Too many Cluster redirections/,
  /^None of startup nodes is available/,
  /^Queue limit reached/,
  /^No connections available/,
  /^Pool is closed/,
  /connection is in closed state/,
];

/** The work did not end in its time; what it waits for hangs. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * True when MySQL, Redis, S3 or the search could not be reached or could not answer now, so that a retry may
 * succeed.
 */
export function isDependencyAway(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < CAUSES_MAX && current instanceof Error; depth += 1) {
    const { name, message } = current;
    if ('code' in current && CODES.has(String(current.code))) return true;
    if (NAMES.has(name) || MESSAGES.some((pattern) => pattern.test(message))) return true;
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return false;
}
