import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const GUARD = fileURLToPath(new URL('guard.ts', import.meta.url));
const STOP_WITHIN_MS = 30_000;
const POLL_MS = 50;
const LINES_SHOWN = 2;
/** The frames, the source's picture and the closing lines of an uncaught error. */
const STACK_LINE = /^\s+at |^Node\.js v|^\s*[\^{}\]]+,?\s*$|^node:internal|^\s*throw /;

/** A server on this machine that we started and that ends with us. */
export interface OwnServer {
  /** Resolves with a sentence when it ends without having been told to. */
  died: Promise<string>;
  stop: () => Promise<void>;
}

/**
 * Starts `command` under a guard and resolves once `isUp` says so; its output goes to `logFile`.
 * Throws with the log's last lines when it ends early or is not up within `withinMs`.
 */
export async function startOwnServer(options: {
  name: string;
  command: string;
  args: string[];
  dataDir: string;
  logFile: string;
  pidFile: string;
  isUp: () => Promise<boolean>;
  withinMs: number;
}): Promise<OwnServer> {
  await endOrphan(options.pidFile, options.dataDir);
  const output = openSync(options.logFile, 'w');
  const guard = spawn(process.execPath, [GUARD, options.command, ...options.args], {
    stdio: ['ignore', output, output, 'ipc'],
    detached: true,
  });
  closeSync(output);
  guard.unref();
  guard.channel?.unref();
  let told = false;
  const stop = () => {
    told = true;
    return stopGuard(guard, options.pidFile);
  };
  const died = new Promise<string>((resolve) => {
    guard.once('exit', () => {
      if (!told)
        resolve(`${options.name} ended by itself. Its last words: ${lastWords(options.logFile)}`);
    });
  });
  try {
    await untilUp(guard, options);
  } catch (error) {
    await stop();
    throw error;
  }
  return { died, stop };
}

/** What a log file ends with, as one line without stack frames; nothing when it cannot be read. */
export function lastWords(file: string): string {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines
      .filter((line) => line.trim() !== '' && !STACK_LINE.test(line))
      .slice(-LINES_SHOWN)
      .join(' | ');
  } catch {
    return '';
  }
}

async function untilUp(
  guard: ChildProcess,
  options: Parameters<typeof startOwnServer>[0],
): Promise<void> {
  const deadlineMs = Date.now() + options.withinMs;
  while (Date.now() < deadlineMs) {
    if (guard.exitCode !== null || guard.signalCode !== null) {
      throw new Error(`${options.name} ended while starting: ${lastWords(options.logFile)}`);
    }
    if (await options.isUp()) return;
    await pause(POLL_MS);
  }
  const seconds = options.withinMs / 1000;
  throw new Error(`${options.name} was not up in ${seconds} s: ${lastWords(options.logFile)}`);
}

async function stopGuard(guard: ChildProcess, pidFile: string): Promise<void> {
  if (guard.exitCode === null && guard.signalCode === null) {
    const ended = new Promise((resolve) => guard.once('exit', resolve));
    guard.ref();
    guard.kill('SIGTERM');
    const cutShort = setTimeout(() => guard.kill('SIGKILL'), STOP_WITHIN_MS);
    await ended;
    clearTimeout(cutShort);
  }
  rmSync(pidFile, { force: true });
}

// A guard that was killed itself leaves its server behind, which holds the data directory.
async function endOrphan(pidFile: string, dataDir: string): Promise<void> {
  const pid = orphanPid(pidFile, dataDir);
  if (pid === null) return;
  process.kill(pid, 'SIGTERM');
  const deadlineMs = Date.now() + STOP_WITHIN_MS;
  while (orphanPid(pidFile, dataDir) !== null) {
    if (Date.now() > deadlineMs) throw new Error(`process ${pid} of an earlier run does not end`);
    await pause(POLL_MS);
  }
}

// Both servers work in their data directory, which tells ours from any other with a reused pid.
function orphanPid(pidFile: string, dataDir: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir) ? pid : null;
  } catch {
    return null;
  }
}
