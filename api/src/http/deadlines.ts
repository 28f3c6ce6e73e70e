import { DeadlineError } from './dependency-faults.ts';

const LOOK_EVERY_MS = 500;

interface Pending {
  startedAtMs: number;
  reject: (error: Error) => void;
}

/**
 * Gives all work the same time. One look at what has waited longest, again and again, in place of a
 * timer for each piece, which a rush of calls would pay for: a deadline is late by that pause at most.
 */
export class Deadlines {
  readonly #withinMs: number;
  readonly #lookEveryMs: number;
  /** The oldest first. */
  readonly #pending = new Set<Pending>();
  #looking: NodeJS.Timeout | null = null;

  constructor(withinMs: number, lookEveryMs = LOOK_EVERY_MS) {
    this.#withinMs = withinMs;
    this.#lookEveryMs = lookEveryMs;
  }

  /** What becomes of `work`, or a DeadlineError when its time is up first. */
  hold<Result>(work: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const pending = { startedAtMs: performance.now(), reject };
      this.#pending.add(pending);
      this.#looking ??= setInterval(() => this.#look(), this.#lookEveryMs);
      const settleBy =
        <Outcome>(settle: (outcome: Outcome) => void) =>
        (outcome: Outcome): void => {
          this.#pending.delete(pending);
          settle(outcome);
        };
      work.then(settleBy(resolve), settleBy(reject));
    });
  }

  #look(): void {
    const lateSinceMs = performance.now() - this.#withinMs;
    for (const pending of this.#pending) {
      if (pending.startedAtMs > lateSinceMs) return;
      this.#pending.delete(pending);
      pending.reject(new DeadlineError(`no answer within ${this.#withinMs} ms`));
    }
    if (this.#pending.size > 0 || this.#looking === null) return;
    clearInterval(this.#looking);
    this.#looking = null;
  }
}
