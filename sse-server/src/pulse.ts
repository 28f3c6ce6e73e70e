import type { Connection } from './connection.ts';
import type { Measures } from './measures.ts';
import { openOutbox } from './outbox.ts';
import type { Outbox } from './outbox.ts';

/** What happens in one auction faster than that is sent together. */
const WINDOW_MS = 50;
/** However much there is to do, nothing waits longer for its pass to begin. */
const WINDOW_MAX_MS = 250;
/** From one pass to the next so many times its cost: what else there is to do gets the rest of it. */
const COSTS_A_WINDOW = 1.75;
/** When a pass takes longer than the longest window, so much of it is left to the rest all the same. */
const REST_SHARE = 0.25;

/** What was written by a flush, over all watchers: pieces, and bids that others stood for. */
export interface Flushed {
  pieces: number;
  merged: number;
}

/** Those who are to be sent something together. */
export interface Crowd {
  /** When it was last sent something, by the pulse's clock. */
  sentAtMs: number;
  readonly isWaiting: boolean;
  /**
   * Puts what waits into the outbox. Where `gathered` is given, those who watch several auctions are put there
   * instead, to be sent it together with what else there is.
   */
  flush(outbox: Outbox, gathered: Connection[] | null): Flushed;
}

/**
 * When watchers are sent what happened: at once when it is quiet, and in passes when it is not. A pass
 * over the watchers is timed, and the longer it took the longer the next one is off, so that more is
 * sent together and no queue grows. What never waits for a window (a closing) is held up only by
 * another such pass.
 */
export class Pulse {
  readonly #measures: Measures;
  readonly #clock: () => number;
  readonly #outbox: Outbox;
  readonly #waiting = new Set<Crowd>();
  #timer: NodeJS.Timeout | null = null;
  #isAnyUrgent = false;
  #dueMs = Number.POSITIVE_INFINITY;
  #restUntilMs = 0;
  #urgentRestUntilMs = 0;

  /** `clock` tells milliseconds that only ever grow. */
  constructor(measures: Measures, clock: () => number, outbox = openOutbox(null)) {
    this.#measures = measures;
    this.#clock = clock;
    this.#outbox = outbox;
  }

  /** The crowd has something to be sent; `isUrgent` when it should not wait for a window. */
  quicken(crowd: Crowd, isUrgent: boolean): void {
    const nowMs = this.#clock();
    const dueMs = isUrgent
      ? this.#urgentRestUntilMs
      : Math.max(this.#restUntilMs, crowd.sentAtMs + WINDOW_MS);
    if (nowMs >= dueMs) return this.#pass([crowd], isUrgent);
    this.#waiting.add(crowd);
    this.#isAnyUrgent ||= isUrgent;
    this.#passBy(dueMs, nowMs);
  }

  /** Sends what one crowd waits for, at once. */
  flush(crowd: Crowd): void {
    if (crowd.isWaiting) this.#pass([crowd], false);
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
    const isUrgent = this.#isAnyUrgent;
    this.#isAnyUrgent = false;
    if (this.#waiting.size > 0) this.#pass([...this.#waiting], isUrgent);
  }

  #pass(crowds: readonly Crowd[], isUrgent: boolean): void {
    const startMs = this.#clock();
    try {
      this.#flushAll(crowds, startMs);
    } finally {
      // Nothing lies there between two passes: what is sent otherwise goes straight to the streams.
      this.#outbox.flush();
    }
    this.#rest(startMs, isUrgent);
  }

  #flushAll(crowds: readonly Crowd[], startMs: number): void {
    const gathered: Connection[] | null = crowds.length > 1 ? [] : null;
    for (const crowd of crowds) {
      this.#waiting.delete(crowd);
      crowd.sentAtMs = startMs;
      const { pieces, merged } = crowd.flush(this.#outbox, gathered);
      this.#measures.deliveries.inc(pieces);
      this.#measures.recent.delivered(pieces);
      this.#measures.conflated.inc(merged);
    }
    if (gathered) sendGathered(gathered, this.#outbox);
  }

  #rest(startMs: number, isUrgent: boolean): void {
    const endMs = this.#clock();
    const costMs = endMs - startMs;
    const windowMs = Math.min(WINDOW_MAX_MS, costMs * COSTS_A_WINDOW);
    this.#restUntilMs = Math.max(startMs + windowMs, endMs + costMs * REST_SHARE);
    if (isUrgent) this.#urgentRestUntilMs = this.#restUntilMs;
    this.#measures.fanOut.observe(costMs / 1000);
    this.#measures.recent.passed(costMs);
    this.#measures.window.set(Math.max(WINDOW_MS, windowMs) / 1000);
  }
}

// Many who watch the same auctions are sent the same: what was joined for one serves the next.
function sendGathered(gathered: readonly Connection[], outbox: Outbox): void {
  let last: { frames: Buffer[]; joined: Buffer } | null = null;
  const join = (frames: Buffer[]): Buffer => {
    const [only] = frames;
    if (only && frames.length === 1) return only;
    if (last === null || !isSame(last.frames, frames)) {
      last = { frames, joined: Buffer.concat(frames) };
    }
    return last.joined;
  };
  for (const connection of gathered) connection.sendGathered(join, outbox);
}

function isSame(one: readonly Buffer[], other: readonly Buffer[]): boolean {
  return one.length === other.length && one.every((frame, index) => frame === other[index]);
}
