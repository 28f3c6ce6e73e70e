/** Costly work of which only so much may be under way, and only so much may wait. */
export interface Slots {
  /** Runs `work` when a slot is free; throws when too many are waiting already. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** The same without waiting: throws when no slot is free. */
  runAtOnce<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Slots for `atOnce` pieces of work, with at most `waitingMax` in the queue; `busy` makes the error for more. */
export function createSlots(atOnce: number, waitingMax: number, busy: () => Error): Slots {
  const waiting: (() => void)[] = [];
  let taken = 0;

  async function enter(): Promise<void> {
    if (taken < atOnce) {
      taken += 1;
      return;
    }
    if (waiting.length >= waitingMax) throw busy();
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

  async function use<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } finally {
      leave();
    }
  }

  return {
    run: async (work) => {
      await enter();
      return await use(work);
    },
    runAtOnce: async (work) => {
      if (taken >= atOnce) throw busy();
      taken += 1;
      return await use(work);
    },
  };
}
