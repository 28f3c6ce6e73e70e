import type { After } from '../lib/surroundings.ts';

/** A clock with timers that goes on only when told to. */
export class StandInTime {
  nowMs = 1_790_000_000_000;
  #timers: { atMs: number; work: () => void }[] = [];

  readonly after: After = (delayMs, work) => {
    const timer = { atMs: this.nowMs + delayMs, work };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** Goes on by so much; what falls due on the way is done at its moment. */
  pass(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (;;) {
      const [next] = this.#timers.toSorted((a, b) => a.atMs - b.atMs);
      if (!next || next.atMs > untilMs) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.work();
    }
    this.nowMs = untilMs;
  }
}
