import type { Audience } from './audience.ts';
import type { Connection } from './connection.ts';
import type { Measures } from './measures.ts';

/** What happens in one auction faster than that is sent together. */
const WINDOW_MS = 50;
/** However much there is to do, nothing waits longer for its pass to begin. */
const WINDOW_MAX_MS = 250;
/** Passes take at most half of the time, so that whatever else has to be done gets the other half. */
const COSTS_A_WINDOW = 2;
/** When a pass takes longer than the longest window, so much of it is left to the rest all the same. */
const REST_SHARE = 0.25;

/**
 * When watchers are sent what happened: at once when it is quiet, and in passes when it is not. A pass
 * over the watchers is timed, and the longer it took the longer the next one is off, so that more is
 * sent together and no queue grows. What never waits for a window (a closing) is held up only by
 * another such pass.
 */
export class Pulse {
  readonly #measures: Measures;
  readonly #waiting = new Set<Audience>();
  #timer: NodeJS.Timeout | null = null;
  #dueMs = Number.POSITIVE_INFINITY;
  #restUntilMs = 0;
  #urgentRestUntilMs = 0;

  constructor(measures: Measures) {
    this.#measures = measures;
  }

  /** The audience has something to be sent; `isUrgent` when it should not wait for a window. */
  quicken(audience: Audience, isUrgent: boolean): void {
    const nowMs = performance.now();
    const dueMs = isUrgent
      ? this.#urgentRestUntilMs
      : Math.max(this.#restUntilMs, audience.sentAtMs + WINDOW_MS);
    if (nowMs >= dueMs) return this.#pass([audience], isUrgent);
    this.#waiting.add(audience);
    this.#passBy(dueMs, nowMs);
  }

  /** Sends what one audience waits for, at once. */
  flush(audience: Audience): void {
    if (audience.isWaiting) this.#pass([audience], false);
  }

  /** Sends everything that waits, and beats no more. */
  stop(): void {
    this.#passAll();
  }

  #passBy(dueMs: number, nowMs: number): void {
    if (this.#dueMs <= dueMs) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => this.#passAll(), dueMs - nowMs);
  }

  #passAll(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#dueMs = Number.POSITIVE_INFINITY;
    if (this.#waiting.size > 0) this.#pass([...this.#waiting], true);
  }

  #pass(audiences: readonly Audience[], isUrgent: boolean): void {
    const startMs = performance.now();
    const gathered: Connection[] | null = audiences.length > 1 ? [] : null;
    for (const audience of audiences) {
      this.#waiting.delete(audience);
      audience.sentAtMs = startMs;
      const { watchers, pieces, merged } = audience.flush(gathered);
      this.#measures.deliveries.inc(pieces * watchers);
      this.#measures.conflated.inc(merged * watchers);
    }
    if (gathered) sendGathered(gathered);
    this.#rest(startMs, isUrgent);
  }

  #rest(startMs: number, isUrgent: boolean): void {
    const endMs = performance.now();
    const costMs = endMs - startMs;
    const windowMs = Math.min(WINDOW_MAX_MS, costMs * COSTS_A_WINDOW);
    this.#restUntilMs = Math.max(startMs + windowMs, endMs + costMs * REST_SHARE);
    if (isUrgent) this.#urgentRestUntilMs = this.#restUntilMs;
    this.#measures.fanOut.observe(costMs / 1000);
    this.#measures.window.set(Math.max(WINDOW_MS, windowMs) / 1000);
  }
}

// Many who watch the same auctions are sent the same: what was joined for one serves the next.
function sendGathered(gathered: readonly Connection[]): void {
  let last: { frames: Buffer[]; joined: Buffer } | null = null;
  const join = (frames: Buffer[]): Buffer => {
    const [only] = frames;
    if (only && frames.length === 1) return only;
    if (last === null || !isSame(last.frames, frames)) {
      last = { frames, joined: Buffer.concat(frames) };
    }
    return last.joined;
  };
  for (const connection of gathered) connection.sendGathered(join);
}

function isSame(one: readonly Buffer[], other: readonly Buffer[]): boolean {
  return one.length === other.length && one.every((frame, index) => frame === other[index]);
}
