import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import { withRequestContext } from '@sagopalgo/core/runtime/logger.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { newContext } from '@sagopalgo/core/runtime/trace-context.ts';

const CAUSES_TOLD_MAX = 5;
const CAUSES_MAX_BYTES = 12_000;

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
    if (fault !== state.fault) log.error('loop.failed', { loop: name, error, ...causesOf(error) });
    state.fault = fault;
  }
}

// The first of them, as far as the line stays one that engines of containers hand over whole.
function causesOf(error: unknown): { causes: unknown[]; causeCount: number } {
  const all = flattened(error);
  const causes: unknown[] = [];
  let bytes = 0;
  for (const cause of all.slice(0, CAUSES_TOLD_MAX)) {
    const told = describeError(cause);
    bytes += Buffer.byteLength(JSON.stringify(told));
    if (bytes > CAUSES_MAX_BYTES) break;
    causes.push(told);
  }
  return { causes, causeCount: all.length };
}

// What failed in many ways may do so within what failed in many ways.
function flattened(error: unknown): unknown[] {
  if (!(error instanceof AggregateError)) return [];
  return error.errors.flatMap((cause) =>
    cause instanceof AggregateError ? flattened(cause) : cause,
  );
}
