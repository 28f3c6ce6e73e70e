/** A stream event may have been under way this long; only used as long as nothing better is known. */
const EVENT_DELAY_MAX_MS = 400;
/** Differences up to this are walked off slowly, larger ones (a laptop that slept) are taken at once. */
const WALK_MAX_MS = 2000;
/** How fast the shown time may run towards a better estimate: a tenth faster or slower. */
const WALK_RATE = 0.1;
/** Quartz drifts; old evidence loses this much certainty per millisecond. */
const DRIFT_RATE = 0.0001;
/** The browser's own clock may have been set while the machine slept. */
const SLEEP_DOUBT_MS = 500;

/**
 * The server's time on the page's own monotonic clock, so that a wrong browser clock changes nothing.
 * Every reply bounds the offset between the two clocks from both sides, every stream event from below;
 * the shown time walks towards the middle of what is left and never runs backwards for less than 2 s.
 */
export class ServerClock {
  readonly #monotonicMs: () => number;
  #bounds: Bounds | null = null;
  #shownOffsetMs = 0;
  #shownAtMs = 0;
  #started = false;

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  /** The page's monotonic clock in ms, for marking when a request was sent. */
  markMs(): number {
    return this.#monotonicMs();
  }

  /**
   * Learns from a reply that carried `serverMs`, exact to `precisionMs` (a Date header: 1000),
   * to a request sent at `sentAtMs` of `markMs()`.
   */
  observeReply(serverMs: number, sentAtMs: number, precisionMs = 1): void {
    const highMs = serverMs + precisionMs - sentAtMs;
    this.#learn({ lowMs: serverMs - this.#monotonicMs(), highMs, likelyHighMs: highMs });
  }

  /** Learns from a stream event that was sent at `serverMs`. */
  observeEvent(serverMs: number): void {
    const lowMs = serverMs - this.#monotonicMs();
    this.#learn({ lowMs, highMs: Infinity, likelyHighMs: lowMs + EVENT_DELAY_MAX_MS });
  }

  /** Learns from a moment of the server's that is past, however long: its time is later than that. */
  observePast(serverMs: number): void {
    const atMs = this.#monotonicMs();
    if (this.#bounds && serverMs - atMs > widened(this.#bounds, atMs).likelyLowMs) {
      this.observeEvent(serverMs);
    }
  }

  /**
   * The machine slept so long, as its browser says, while the monotonic clock probably stood still.
   * That is taken for the time until the server is heard: it excludes nothing.
   */
  slept(byMs: number): void {
    const known = this.#bounds;
    if (!known) return;
    this.#bounds = {
      lowMs: known.lowMs,
      likelyLowMs: known.likelyLowMs + byMs - SLEEP_DOUBT_MS,
      highMs: known.highMs + byMs + SLEEP_DOUBT_MS,
      likelyHighMs: known.likelyHighMs + byMs + SLEEP_DOUBT_MS,
      atMs: this.#monotonicMs(),
    };
  }

  /** Between which moments the server's time lies now; null before anything was heard from it. */
  range(): { lowMs: number; highMs: number } | null {
    if (!this.#bounds) return null;
    const atMs = this.#monotonicMs();
    const { likelyLowMs, likelyHighMs } = widened(this.#bounds, atMs);
    return { lowMs: atMs + likelyLowMs, highMs: atMs + likelyHighMs };
  }

  /** The server's time in UTC milliseconds, or null before anything was heard from it. */
  nowMs(): number | null {
    if (!this.#bounds) return null;
    const atMs = this.#monotonicMs();
    const targetMs = (this.#bounds.likelyLowMs + this.#bounds.likelyHighMs) / 2;
    const missingMs = targetMs - this.#shownOffsetMs;
    if (!this.#started || Math.abs(missingMs) > WALK_MAX_MS) this.#shownOffsetMs = targetMs;
    else {
      const stepMaxMs = WALK_RATE * (atMs - this.#shownAtMs);
      this.#shownOffsetMs += Math.max(-stepMaxMs, Math.min(stepMaxMs, missingMs));
    }
    this.#started = true;
    this.#shownAtMs = atMs;
    return atMs + this.#shownOffsetMs;
  }

  #learn(heard: Omit<Bounds, 'atMs' | 'likelyLowMs'>): void {
    const atMs = this.#monotonicMs();
    const known = this.#bounds && widened(this.#bounds, atMs);
    // Evidence that contradicts what is known means that one of the clocks was moved: begin anew.
    if (!known || heard.lowMs > known.highMs || heard.highMs < known.lowMs) {
      this.#bounds = { ...heard, likelyLowMs: heard.lowMs, atMs };
      return;
    }
    const lowMs = Math.max(known.lowMs, heard.lowMs);
    const highMs = Math.min(known.highMs, heard.highMs);
    const isGuess = known.likelyLowMs > known.lowMs;
    const isBetter = isGuess ? heard.likelyHighMs > known.lowMs : heard.lowMs > known.lowMs;
    this.#bounds = {
      lowMs,
      highMs,
      likelyLowMs: isBetter ? lowMs : known.likelyLowMs,
      likelyHighMs: Math.min((isBetter ? heard : known).likelyHighMs, highMs),
      atMs,
    };
  }
}

/** The clock of this page. */
export const serverClock = new ServerClock(() => performance.now());

/** Between which offsets (server time minus monotonic time) the truth lies, as known at `atMs`. */
interface Bounds {
  lowMs: number;
  /** Above `lowMs` only where a sleep was guessed. */
  likelyLowMs: number;
  highMs: number;
  likelyHighMs: number;
  atMs: number;
}

function widened(bounds: Bounds, atMs: number): Bounds {
  const byMs = DRIFT_RATE * (atMs - bounds.atMs);
  return {
    lowMs: bounds.lowMs - byMs,
    likelyLowMs: bounds.likelyLowMs - byMs,
    highMs: bounds.highMs + byMs,
    likelyHighMs: bounds.likelyHighMs + byMs,
    atMs,
  };
}
