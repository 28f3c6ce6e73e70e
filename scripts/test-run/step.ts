import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import process from 'node:process';
import type { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT } from '../root.ts';

const KILL_AFTER_MS = 10_000;
/** What was said before the end is read within this. */
const LAST_WORDS_MS = 1_000;
const SUCCESS = 0;

/** One child of a test run, killed with all its own children when the run is interrupted. */
export interface Step {
  /** Arguments of the runtime this process runs on: a script's path and what follows. */
  args: string[];
  cwd?: string;
  env?: Record<string, string>;
  withinMs: number;
  interrupted: AbortSignal;
  /** Where its output goes; the console unless it says so. */
  output?: Writable;
  /** Leaves the processors to the other steps as long as they want them. */
  yields?: boolean;
}

/** Runs a step; true when it ended with exit code 0. */
export async function runStep(step: Step): Promise<boolean> {
  if (step.interrupted.aborted) return false;
  const child = start(step);
  const killGroup = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group has ended already.
    }
  };
  const stop = (): void => {
    killGroup('SIGTERM');
    setTimeout(() => killGroup('SIGKILL'), KILL_AFTER_MS).unref();
  };
  const bound = setTimeout(() => {
    (step.output ?? process.stdout).write(`  did not end within ${step.withinMs / 1000} s\n`);
    stop();
  }, step.withinMs);
  step.interrupted.addEventListener('abort', stop);
  const closed = new Promise((resolve) => child.once('close', resolve));
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  // What it left running may hold its outlets open.
  if (step.output) await Promise.race([closed, pause(LAST_WORDS_MS, null, { ref: false })]);
  clearTimeout(bound);
  step.interrupted.removeEventListener('abort', stop);
  return code === SUCCESS;
}

function start(step: Step): ChildProcess {
  const { output } = step;
  const outlet = output ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, step.args, {
    cwd: step.cwd ?? ROOT,
    env: { ...process.env, ...step.env },
    stdio: ['ignore', outlet, outlet, 'ipc'],
    detached: true,
  });
  if (step.yields) giveWay(child);
  if (output) {
    child.stdout?.pipe(output, { end: false });
    child.stderr?.pipe(output, { end: false });
  }
  return child;
}

// Where Linux shares processors out by session first, as each step has one, the session's share is what counts.
function giveWay({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  const niceness = constants.priority.PRIORITY_BELOW_NORMAL;
  for (const yielding of [
    () => setPriority(pid, niceness),
    () => writeFileSync(`/proc/${pid}/autogroup`, String(niceness)),
  ]) {
    try {
      yielding();
    } catch {
      // It has ended already, or the system knows no such thing.
    }
  }
}
