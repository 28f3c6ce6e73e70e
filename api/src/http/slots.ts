import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';

const RETRY_AFTER_MS = 3_000;

/** Costly work of which only so much may be under way, and only so much may wait. */
export interface Slots {
  /** Runs `work` when a slot is free; throws UNAVAILABLE when too many are waiting already. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Slots for `atOnce` pieces of work, with at most `waitingMax` in the queue. */
export function createSlots(atOnce: number, waitingMax: number): Slots {
  const waiting: (() => void)[] = [];
  let taken = 0;

  async function enter(): Promise<void> {
    if (taken < atOnce) {
      taken += 1;
      return;
    }
    if (waiting.length >= waitingMax) {
      throw new RefusalError('UNAVAILABLE', { retryAfterMs: RETRY_AFTER_MS });
    }
    // The one who leaves hands the slot over, so `taken` stays as it is.
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else taken -= 1;
  }

  return {
    run: async (work) => {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
