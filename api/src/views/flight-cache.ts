import { LRUCache } from 'lru-cache';

/** How much of a life is cut off by chance at most, so that what was read together does not end together. */
const JITTER = 0.3;

/** Who asks later waits for another read: one that never ends must not keep everybody waiting. */
const FLIGHT_MAX_MS = 2_000;

/** How long and how much is kept. */
export interface KeepingRules {
  /** Nothing is older when it is handed out; 0 keeps nothing, and every read is a read. */
  lifeMs: number;
  /** What was not asked for the longest goes first. */
  entriesMax: number;
  /** Milliseconds that only go forward; for tests. */
  nowMs?: () => number;
  /** Hears of every reading: how many were kept, or being read already, and how many had to be read. */
  onRead?: (hits: number, misses: number) => void;
}

/**
 * What was read lately, by key. Many who ask at once for what is not there wait for one read, and those who
 * ask when that has taken two seconds for another; a read that fails is not kept; what is forgotten while it
 * is being read is not kept either, since it may have been changed in between.
 */
export class FlightCache<Value extends object> {
  readonly #kept: LRUCache<string, Promise<Value | null>>;
  readonly #lifeMs: number;
  readonly #nowMs: () => number;
  readonly #onRead: (hits: number, misses: number) => void;

  constructor({
    lifeMs,
    entriesMax,
    nowMs = () => performance.now(),
    onRead = () => undefined,
  }: KeepingRules) {
    this.#lifeMs = lifeMs;
    this.#nowMs = nowMs;
    this.#onRead = onRead;
    // The clock is asked each time: a millisecond more would be over the promised age.
    this.#kept = new LRUCache({ max: entriesMax, perf: { now: nowMs }, ttlResolution: 0 });
  }

  /** The value of a key; `load` reads it where none is kept. */
  async read(key: string, load: () => Promise<Value>): Promise<Value> {
    const values = await this.readAll([key], async () => new Map([[key, await load()]]));
    return values.get(key) as Value;
  }

  /** The values of those keys that have one; `load` reads together those that are not kept. */
  async readAll(
    keys: readonly string[],
    load: (missing: string[]) => Promise<ReadonlyMap<string, Value>>,
  ): Promise<Map<string, Value>> {
    if (this.#lifeMs === 0) {
      this.#onRead(0, keys.length);
      return new Map(await load([...keys]));
    }
    const flights = new Map<string, Promise<Value | null>>();
    for (const key of keys) {
      const kept = this.#kept.get(key);
      if (kept) flights.set(key, kept);
    }
    const missing = [...new Set(keys)].filter((key) => !flights.has(key));
    this.#onRead(flights.size, missing.length);
    if (missing.length > 0) {
      const loading = load(missing);
      for (const key of missing) flights.set(key, this.#keep(key, loading));
    }
    const found = new Map<string, Value>();
    const landings = [...flights].map(async ([key, flight]) => {
      const value: Value | null = await flight;
      if (value) found.set(key, value);
    });
    await Promise.all(landings);
    return found;
  }

  /** The next who asks for it reads it. */
  forget(key: string): void {
    this.#kept.delete(key);
  }

  forgetAll(): void {
    this.#kept.clear();
  }

  #keep(key: string, loading: Promise<ReadonlyMap<string, Value>>): Promise<Value | null> {
    const start = this.#nowMs();
    const flight = loading.then((loaded) => loaded.get(key) ?? null);
    this.#kept.set(key, flight, { ttl: FLIGHT_MAX_MS, start });
    const settle = (value: Value | null): void => {
      // One that took long is kept all the same where no other was begun.
      if (this.#kept.peek(key, { allowStale: true }) !== flight) return;
      const ttl = Math.max(1, Math.floor(this.#lifeMs * (1 - JITTER * Math.random())));
      // What is not there now may be there in a moment, and whoever made it looks for it.
      if (value === null) this.#kept.delete(key);
      else this.#kept.set(key, flight, { ttl, start });
    };
    flight.then(settle, () => settle(null));
    return flight;
  }
}
