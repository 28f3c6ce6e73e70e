import type { Connection } from './connection.ts';
import { HEARTBEAT, retryFrame } from './frames.ts';
import type { Hub } from './hub.ts';
import type { Measures } from './measures.ts';

/** A turn of the wheel is a heartbeat to everyone, an equal part of them at each tick. */
const TICKS_A_TURN = 20;
/** How long one who was sent the end may take to go. */
const LINGER_MS = 5_000;

export interface WheelSettings {
  heartbeatMs: number;
  /** How long a reader may be behind without draining. */
  behindMaxMs: number;
}

/**
 * The one timer for whatever connections do by the clock: heartbeats, spread so that they are no pass
 * over everybody; the end of a connection's time; the end of patience with one that does not drain.
 */
export class Wheel {
  readonly #hub: Hub;
  readonly #measures: Measures;
  readonly #now: () => number;
  readonly #settings: WheelSettings;
  readonly #timer: NodeJS.Timeout;
  #tick = 0;

  constructor(
    { hub, measures, now }: { hub: Hub; measures: Measures; now: () => number },
    settings: WheelSettings,
  ) {
    this.#hub = hub;
    this.#measures = measures;
    this.#now = now;
    this.#settings = settings;
    this.#timer = setInterval(() => this.#turn(), Math.max(1, settings.heartbeatMs / TICKS_A_TURN));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #turn(): void {
    this.#tick += 1;
    const nowMs = this.#now();
    for (const connection of this.#hub.connections) {
      const isItsTick = (connection.number + this.#tick) % TICKS_A_TURN === 0;
      // Whoever is behind has something better to read.
      if (isItsTick && !connection.isBehind) connection.send(HEARTBEAT);
      if (nowMs >= connection.endsAtMs) this.#end(connection, nowMs);
    }
    this.#cutOffStuck();
    this.#measures.behind.set(this.#hub.behind.size);
  }

  #end(connection: Connection, nowMs: number): void {
    if (connection.isClosed) connection.destroy();
    else connection.end(retryFrame());
    connection.endsAtMs = nowMs + LINGER_MS;
  }

  #cutOffStuck(): void {
    const sinceMs = performance.now() - this.#settings.behindMaxMs;
    for (const connection of this.#hub.behind) {
      if (connection.behindSinceMs <= sinceMs) connection.evict('stuck');
    }
  }
}
