/** Held by whoever of ours installs Debian packages, in whatever clone. */
export const APT_LOCK: string;

/**
 * Runs `work` while holding the lock at `path`; waits for a holder, takes a dead one's place.
 * `onWait` is called once when somebody else holds it. Throws after waiting 15 minutes.
 */
export function withFileLock<Result>(
  path: string,
  work: () => Promise<Result>,
  onWait?: () => void,
): Promise<Result>;

/** Takes the lock and returns how to give it back, or null when a living process holds it. */
export function tryFileLock(path: string): (() => void) | null;

/** Whether a process has this id, whoever's it is. */
export function isAlive(pid: number): boolean;
