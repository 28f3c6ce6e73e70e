import type { After } from '../../lib/surroundings.ts';

/** The record follows within a second; while bids come, what was read is old at once. */
const QUIET_MS = 1000;
const WAIT_MAX_MS = 30_000;
const IN_VAIN_COUNTED_MAX = 10;

export interface QuietAskingDeps {
  after: After;
  /** A number from 0 to below 1. */
  random: () => number;
  /** Asks for everything up to this newest bid. */
  ask: (newestSeq: number) => Promise<unknown>;
}

/**
 * Asks for what is missing once nothing new has come for about a second, and ever less often while that
 * does not help: everybody who watches misses the same bids.
 */
export class QuietAsking {
  readonly #deps: QuietAskingDeps;
  /** The newest bid while one is missing, else null. */
  #newestSeq: number | null = null;
  #isAsking = false;
  #inVain = 0;
  #cancel: (() => void) | null = null;

  constructor(deps: QuietAskingDeps) {
    this.#deps = deps;
  }

  /** Bids are missing up to this newest one, which may have come just now; null: none is. */
  heard(newestSeq: number | null): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#newestSeq = newestSeq;
    if (newestSeq === null) this.#inVain = 0;
    else if (!this.#isAsking) this.#askLater(newestSeq);
  }

  #askLater(newestSeq: number): void {
    const waitMs = Math.min(WAIT_MAX_MS, QUIET_MS * 2 ** this.#inVain);
    const spreadMs = waitMs * this.#deps.random();
    this.#cancel = this.#deps.after(waitMs + spreadMs, () => void this.#ask(newestSeq));
  }

  async #ask(newestSeq: number): Promise<void> {
    this.#isAsking = true;
    this.#inVain = Math.min(IN_VAIN_COUNTED_MAX, this.#inVain + 1);
    try {
      await this.#deps.ask(newestSeq);
    } catch {
      // It is asked again, as after an answer that did not help.
    } finally {
      this.#isAsking = false;
      if (this.#newestSeq !== null) this.#askLater(this.#newestSeq);
    }
  }
}
