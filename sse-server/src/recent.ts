/** So many stretches are looked back on, each from one telling to the next. */
const STRETCHES = 5;
const S_MS = 1_000;

/**
 * What a window did of late: deliveries a second, and the longest that passes and bids took; null where there were
 * none.
 */
export interface Lately {
  deliveriesPerS: number;
  fanOutMaxMs: number | null;
  heardAfterMaxMs: number | null;
}

interface Stretch {
  sinceMs: number;
  deliveries: number;
  fanOutMaxMs: number | null;
  heardAfterMaxMs: number | null;
}

/** Keeps a few numbers of the last seconds, the same few whatever happens in them. Its clock only has to go forward. */
export class Recent {
  readonly #clock: () => number;
  readonly #stretches: Stretch[];

  constructor(clock: () => number) {
    this.#clock = clock;
    this.#stretches = [newStretch(clock())];
  }

  delivered(pieces: number): void {
    this.#now().deliveries += pieces;
  }

  passed(costMs: number): void {
    const now = this.#now();
    now.fanOutMaxMs = Math.max(now.fanOutMaxMs ?? 0, costMs);
  }

  heardAfter(lagMs: number): void {
    const now = this.#now();
    now.heardAfterMaxMs = Math.max(now.heardAfterMaxMs ?? 0, lagMs);
  }

  /** What the stretches that are looked back on come to; another one begins. */
  tell(): Lately {
    const nowMs = this.#clock();
    const [oldest] = this.#stretches;
    const s = (nowMs - (oldest?.sinceMs ?? nowMs)) / S_MS;
    const deliveries = this.#stretches.reduce((sum, each) => sum + each.deliveries, 0);
    const told = {
      deliveriesPerS: s > 0 ? Math.round(deliveries / s) : 0,
      fanOutMaxMs: longest(this.#stretches.map(({ fanOutMaxMs }) => fanOutMaxMs)),
      heardAfterMaxMs: longest(this.#stretches.map(({ heardAfterMaxMs }) => heardAfterMaxMs)),
    };
    this.#stretches.push(newStretch(nowMs));
    if (this.#stretches.length > STRETCHES) this.#stretches.shift();
    return told;
  }

  #now(): Stretch {
    const last = this.#stretches.at(-1);
    if (!last) throw new Error('there is always a stretch');
    return last;
  }
}

function newStretch(sinceMs: number): Stretch {
  return { sinceMs, deliveries: 0, fanOutMaxMs: null, heardAfterMaxMs: null };
}

function longest(times: readonly (number | null)[]): number | null {
  const known = times.filter((ms) => ms !== null);
  return known.length === 0 ? null : Math.round(Math.max(...known) * 10) / 10;
}
