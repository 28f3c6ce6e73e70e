import { spawn } from 'node:child_process';
import process from 'node:process';
import { ROOT } from '../root.ts';

const KILL_AFTER_MS = 10_000;
const SUCCESS = 0;

/** One child of a test run, killed with all its own children when the run is interrupted. */
export interface Step {
  /** Arguments of the runtime this process runs on: a script's path and what follows. */
  args: string[];
  cwd?: string;
  env?: Record<string, string>;
  withinMs: number;
  interrupted: AbortSignal;
}

/** Runs a step with its output on the console; true when it ended with exit code 0. */
export async function runStep(step: Step): Promise<boolean> {
  if (step.interrupted.aborted) return false;
  const child = spawn(process.execPath, step.args, {
    cwd: step.cwd ?? ROOT,
    env: { ...process.env, ...step.env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
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
    process.stdout.write(`  did not end within ${step.withinMs / 1000} s\n`);
    stop();
  }, step.withinMs);
  step.interrupted.addEventListener('abort', stop);
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  clearTimeout(bound);
  step.interrupted.removeEventListener('abort', stop);
  return code === SUCCESS;
}
