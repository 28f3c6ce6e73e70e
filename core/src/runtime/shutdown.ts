import process from 'node:process';
import type { Log } from './logger.ts';

const STOP_WITHIN_MS = 35_000;

/** One thing to put away; steps run in the order given. */
export interface ShutdownStep {
  name: string;
  stop(): Promise<void> | void;
}

/**
 * Stops this process in order on SIGTERM, SIGINT or when a parent that started it with an IPC
 * channel is gone. A step that fails is told and does not hold up the next; a stop that takes over
 * 35 s is cut short with exit code 1. Returns the same stop for use by hand.
 */
export function stopInOrder(log: Log, steps: ShutdownStep[]): (reason: string) => Promise<void> {
  let stopping: Promise<void> | null = null;
  const stop = (reason: string): Promise<void> => {
    stopping ??= runSteps(log, reason, steps);
    return stopping;
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
  const isOrphaned = process.send !== undefined && !process.connected;
  // A parent that ended while this process was starting is not told of any more.
  if (isOrphaned) void stop('the parent is gone');
  else process.on('disconnect', () => void stop('the parent is gone'));
  return stop;
}

async function runSteps(log: Log, reason: string, steps: ShutdownStep[]): Promise<void> {
  log.info('process.stopping', { reason });
  const cutShort = setTimeout(() => process.exit(1), STOP_WITHIN_MS);
  cutShort.unref();
  let failed = false;
  for (const step of steps) {
    try {
      await step.stop();
    } catch (error) {
      failed = true;
      log.error('process.stop-failed', { step: step.name, error });
    }
  }
  log.info('process.stopped', { reason });
  process.exitCode = failed ? 1 : 0;
  // A parent's channel alone would keep the process alive.
  if (process.connected) process.disconnect?.();
}

/**
 * Runs a process's `main`; what it throws before it is up is told in one line and ends it with exit
 * code 1, so that an operator reads a sentence and not a stack trace.
 */
export function runMain(room: string, main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${room} did not start: ${message}\n`);
    process.exit(1);
  });
}
