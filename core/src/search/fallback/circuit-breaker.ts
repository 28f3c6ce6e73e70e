import { SearchAwayError } from '../auction-search.ts';

/** So many failures in a row open it. */
const FAILURES_MAX = 3;
/** For so long nobody is let through then; after that one, to try. */
const PAUSE_MS = 5_000;

/** What a breaker hears with, and its clock. */
export interface BreakerOptions {
  /** Milliseconds that never go back. */
  nowMs: () => number;
  opened: (error: SearchAwayError) => void;
  closed: () => void;
}

/**
 * Keeps work from something that does not answer. When it was away a few times in a row nothing is
 * asked of it for a while, then one piece of work tries: if that is answered all are let through again.
 */
export class CircuitBreaker {
  readonly #options: BreakerOptions;
  #failures = 0;
  #openUntilMs = 0;
  #isTrying = false;

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  /** Does `work`, or throws a SearchAwayError without having tried. Only that error counts as a failure. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    const isTrial = this.#admit();
    try {
      const result = await work();
      this.#succeeded();
      return result;
    } catch (error) {
      if (error instanceof SearchAwayError) this.#failed(error);
      throw error;
    } finally {
      if (isTrial) this.#isTrying = false;
    }
  }

  /** Whether what is let through is the one that tries. */
  #admit(): boolean {
    if (this.#failures < FAILURES_MAX) return false;
    if (this.#isTrying || this.#options.nowMs() < this.#openUntilMs) {
      throw new SearchAwayError('it was away a moment ago');
    }
    this.#isTrying = true;
    return true;
  }

  #succeeded(): void {
    const wasOpen = this.#failures >= FAILURES_MAX;
    this.#failures = 0;
    if (wasOpen) this.#options.closed();
  }

  #failed(error: SearchAwayError): void {
    this.#failures += 1;
    this.#openUntilMs = this.#options.nowMs() + PAUSE_MS;
    if (this.#failures === FAILURES_MAX) this.#options.opened(error);
  }
}
