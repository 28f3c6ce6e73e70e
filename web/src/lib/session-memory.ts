const SIGNED_IN_KEY = 'sagopalgo.signed-in';
const REFRESHED_AT_KEY = 'sagopalgo.refreshed-at-ms';
const REFRESH_LOCK = 'sagopalgo.refresh';

/** The server's access cookie lasts an hour; it is renewed before that. */
const RENEW_AFTER_MS = 50 * 60_000;

const endListeners = new Set<() => void>();

/** Whether somebody has signed in on this browser, as far as it remembers: its cookies cannot be seen. */
export function isRemembered(): boolean {
  return recall(SIGNED_IN_KEY) !== null;
}

/**
 * Whether the sign-in should be renewed before the next call: a call that anybody may make would
 * be answered to a stranger, without a word, once the hour is over.
 */
export function isRenewalDue(): boolean {
  return isRemembered() && Date.now() - Number(recall(REFRESHED_AT_KEY) ?? 0) > RENEW_AFTER_MS;
}

/** This person is signed in on this browser as of now; other tabs hear of it when it is another one. */
export function rememberSession(userId: string): void {
  store(REFRESHED_AT_KEY, String(Date.now()));
  store(SIGNED_IN_KEY, userId);
}

/** Nobody is signed in any more; other tabs hear of it. */
export function forgetSession(): void {
  store(SIGNED_IN_KEY, null);
}

/** The sign-in has ended without anybody's doing: this tab is told, and the others hear of it. */
export function endSession(): void {
  forgetSession();
  for (const listener of endListeners) listener();
}

/** Calls `onEnd` when a call of this tab learnt that the sign-in has ended; returns how to stop. */
export function onSessionEnd(onEnd: () => void): () => void {
  endListeners.add(onEnd);
  return () => endListeners.delete(onEnd);
}

/** Calls `onChange` when another tab signed in or out; returns how to stop. */
export function watchSession(onChange: () => void): () => void {
  const heard = (event: StorageEvent) => {
    if (event.key === SIGNED_IN_KEY) onChange();
  };
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}

/**
 * Renews the sign-in in one tab only: the others wait for the lock and find that it has happened since
 * their call started at `startedAtMs` (the browser's clock, the same for all its tabs).
 */
export async function refreshOnce(
  startedAtMs: number,
  renew: () => Promise<boolean>,
): Promise<boolean> {
  return withLock(async () => {
    if (Number(recall(REFRESHED_AT_KEY) ?? 0) >= startedAtMs) return true;
    // The one that went before may have learnt that the sign-in has ended.
    return isRemembered() ? renew() : false;
  });
}

async function withLock<Result>(work: () => Promise<Result>): Promise<Result> {
  // Web Locks exist on secure origins and localhost only; a plain-http address has one tab at a time.
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(REFRESH_LOCK, work);
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Without storage every tab renews for itself, which the server allows within 10 s.
  }
}
