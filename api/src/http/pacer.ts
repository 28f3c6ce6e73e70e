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
  /** Who called lately, and who called before that and not since: half of the keys each. */
  #recent = new Map<string, number>();
  #earlier = new Map<string, number>();

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
    const keptAtMs = this.#recent.get(key) ?? this.#earlier.get(key) ?? 0;
    // Nobody owes more than the burst: what says so was written before the clock was set back.
    const heldAtMs = keptAtMs > nowMs + this.#burstMs ? nowMs : keptAtMs;
    const forgivenAtMs = Math.max(heldAtMs, nowMs) + this.#intervalMs;
    const overMs = forgivenAtMs - nowMs - this.#burstMs;
    if (overMs > 0) return overMs;
    this.#recent.set(key, forgivenAtMs);
    if (this.#recent.size * 2 >= this.#keysMax) this.#forgetEarlier();
    return 0;
  }

  // Whoever called longest ago has most likely been forgiven. All of them at once, as keeping the keys in the order of
  // their calls would cost each call more than the rest of its counting.
  #forgetEarlier(): void {
    this.#earlier = this.#recent;
    this.#recent = new Map();
  }
}
