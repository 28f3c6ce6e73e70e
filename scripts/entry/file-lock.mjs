import { linkSync, mkdirSync, readFileSync, rmdirSync, statSync, unlinkSync } from 'node:fs';
import { utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

/** Held by whoever of ours installs Debian packages, in whatever clone. */
export const APT_LOCK = '/var/lock/sagopalgo-apt';

const RETRY_MS = 100;
const HEARTBEAT_MS = 2_000;
/** A lock that was not touched for so long is nobody's: its pid may be another process by now. */
const STALE_MS = 30_000;
const STEAL_MS = 5_000;
const WAIT_MAX_MS = 15 * 60_000;

/**
 * Runs `work` while holding the lock at `path`; waits for a holder, takes a dead one's place.
 * `onWait` is called once when somebody else holds it.
 *
 * @template Result
 * @param {string} path
 * @param {() => Promise<Result>} work
 * @param {() => void} [onWait]
 * @returns {Promise<Result>}
 */
export async function withFileLock(path, work, onWait = () => undefined) {
  const deadlineMs = Date.now() + WAIT_MAX_MS;
  let release = tryFileLock(path);
  if (release === null) onWait();
  while (release === null) {
    if (Date.now() > deadlineMs) throw new Error(`${path} is still held by another process`);
    await pause(RETRY_MS);
    release = tryFileLock(path);
  }
  try {
    return await work();
  } finally {
    release();
  }
}

/**
 * Takes the lock at `path` and returns how to give it back, or null when a living process holds it.
 *
 * @param {string} path
 * @returns {(() => void) | null}
 */
export function tryFileLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  if (isDead(path)) removeDead(path);
  const own = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, host: hostname() }));
  try {
    // A link appears with its content: nobody ever reads a lock that is still empty.
    linkSync(own, path);
  } catch (error) {
    if (error.code === 'EEXIST') return null;
    throw error;
  } finally {
    unlinkSync(own);
  }
  const heartbeat = setInterval(() => ignoreMissing(() => touch(path)), HEARTBEAT_MS);
  heartbeat.unref();
  return () => {
    clearInterval(heartbeat);
    ignoreMissing(() => unlinkSync(path));
  };
}

function isDead(path) {
  const holder = ignoreMissing(() => ({
    content: readFileSync(path, 'utf8'),
    touchedAtMs: statSync(path).mtimeMs,
  }));
  if (!holder) return false;
  if (Date.now() - holder.touchedAtMs > STALE_MS) return true;
  const { pid, host } = JSON.parse(holder.content);
  return host === hostname() && !isAlive(pid);
}

// Two may see the same dead lock: only one at a time may remove it, and only after looking again,
// or the second would remove the lock that the first has just taken.
function removeDead(path) {
  const turn = `${path}.turn`;
  try {
    mkdirSync(turn);
  } catch {
    const since = ignoreMissing(() => statSync(turn).mtimeMs);
    if (since !== undefined && Date.now() - since > STEAL_MS) ignoreMissing(() => rmdirSync(turn));
    return;
  }
  try {
    if (isDead(path)) ignoreMissing(() => unlinkSync(path), ['EPERM', 'EACCES']);
  } finally {
    ignoreMissing(() => rmdirSync(turn));
  }
}

/** Whether a process has this id, whoever's it is. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function touch(path) {
  const now = new Date();
  utimesSync(path, now, now);
}

// What another user left in a shared folder cannot be removed: it stays taken.
function ignoreMissing(look, alsoIgnored = []) {
  try {
    return look();
  } catch (error) {
    if (error.code === 'ENOENT' || alsoIgnored.includes(error.code)) return undefined;
    throw error;
  }
}
