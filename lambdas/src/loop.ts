import { withRequestContext } from '@sagopalgo/core/runtime/logger.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { newContext } from '@sagopalgo/core/runtime/trace-context.ts';

/** A piece of work that is done again and again until stopped. */
export interface Loop {
  /** The error of the last round, or null when it went well. */
  fault(): string | null;
  /** Resolves when the round under way has ended; no other begins. */
  stop(): Promise<void>;
}

/**
 * Runs `work`, waits `pauseMs`, and so on, never two rounds at once, each with a trace of its own. A failing round is
 * told once, and once more when it goes well again, so that an outage does not fill the log.
 */
export function startLoop(
  log: Log,
  name: string,
  pauseMs: number,
  work: () => Promise<unknown>,
): Loop {
  const state = { stopped: false, fault: null as string | null };
  let wake = (): void => {};
  const running = (async () => {
    while (!state.stopped) {
      await withRequestContext(newContext(), () => runRound(log, name, state, work));
      if (state.stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    fault: () => state.fault,
    stop: () => {
      state.stopped = true;
      wake();
      return running;
    },
  };
}

async function runRound(
  log: Log,
  name: string,
  state: { fault: string | null },
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
    if (state.fault !== null) log.info('loop.recovered', { loop: name });
    state.fault = null;
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    if (fault !== state.fault)
      log.error('loop.failed', { loop: name, error, causes: causesOf(error) });
    state.fault = fault;
  }
}

function causesOf(error: unknown): unknown[] {
  return error instanceof AggregateError ? error.errors : [];
}
