import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';

const KEYS_MAX = 50_000;

/** How fast one key may go on: so many calls a second, after so many at once. */
export interface CallPace {
  perSecond: number;
  burst: number;
}

/**
 * Holds every key to a pace, in this process's memory: for limits so loose that it does not matter
 * which of several processes counts. A key is one number, the moment at which all is forgiven (GCRA).
 */
export class Pacer {
  readonly #intervalMs: number;
  readonly #burstMs: number;
  readonly #keysMax: number;
  readonly #forgivenAtMs = new Map<string, number>();

  constructor({ perSecond, burst }: CallPace, keysMax = KEYS_MAX) {
    this.#keysMax = keysMax;
    this.#intervalMs = 1000 / perSecond;
    this.#burstMs = burst * this.#intervalMs;
  }

  /** Counts one call; throws RATE_LIMITED with `retryAfterMs` when it came too soon. */
  take(key: string, nowMs: number): void {
    const overMs = this.#count(key, nowMs);
    if (overMs > 0) throw new RefusalError('RATE_LIMITED', { retryAfterMs: Math.ceil(overMs) });
  }

  /** Counts one call, unless it came too soon; true when it did not. */
  allows(key: string, nowMs: number): boolean {
    return this.#count(key, nowMs) === 0;
  }

  // How much too soon the call came; one that did is not counted.
  #count(key: string, nowMs: number): number {
    const keptAtMs = this.#forgivenAtMs.get(key) ?? 0;
    // Nobody owes more than the burst: what says so was written before the clock was set back.
    const heldAtMs = keptAtMs > nowMs + this.#burstMs ? nowMs : keptAtMs;
    const forgivenAtMs = Math.max(heldAtMs, nowMs) + this.#intervalMs;
    const overMs = forgivenAtMs - nowMs - this.#burstMs;
    if (overMs > 0) return overMs;
    // Whoever called longest ago falls out first, and has most likely been forgiven.
    this.#forgivenAtMs.delete(key);
    this.#forgivenAtMs.set(key, forgivenAtMs);
    if (this.#forgivenAtMs.size > this.#keysMax) this.#forgetOldest();
    return 0;
  }

  #forgetOldest(): void {
    const oldest = this.#forgivenAtMs.keys().next();
    if (!oldest.done) this.#forgivenAtMs.delete(oldest.value);
  }
}
