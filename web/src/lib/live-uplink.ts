import type { OpenStream, StreamEnd } from './live-stream.ts';
import type { After } from './surroundings.ts';

const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 20_000;
const FAILURES_COUNTED_MAX = 10;
const OPEN_WITHIN_MS = 10_000;
/** The server sends a comment every 20 s: after this silence the connection is dead, whatever TCP says. */
const SILENT_MAX_MS = 28_000;
/** A network that returns does so for many at once. */
const ONLINE_SPREAD_MS = 500;
/** How long a connection may tell of more than is wished, before one for less is made. */
const WIDE_MAX_MS = 60_000;
/** A stream that ended sooner counts as a failure: else a server that ends each would be asked without a pause. */
const GOOD_AFTER_MS = 5000;

/** What to be told of, and the address that asks for it from where one stands. */
export interface Wish {
  ids: readonly string[];
  url: string;
}

export interface UplinkDeps {
  open: OpenStream;
  after: After;
  /** A number from 0 to below 1. */
  random: () => number;
  /** The browser's clock, which goes on while the machine sleeps. */
  wallMs: () => number;
}

export interface UplinkHandlers {
  /** Asked whenever a connection is about to be made; null: none is needed. */
  wish: () => Wish | null;
  /** Of which auctions the connection tells from now on. */
  onOpened: (ids: readonly string[]) => void;
  /** What was told is no more known to be right, since so many milliseconds. */
  onLost: (agoMs: number) => void;
  /** The server will not tell of just these. */
  onRefused: (ids: readonly string[]) => void;
  /** The held connection is alive. */
  onSign: () => void;
  onIdle: () => void;
  onEvent: (type: string, text: string) => void;
}

interface Link {
  ids: Set<string>;
  /** To be replaced, whatever it tells of. */
  isOld: boolean;
  heardAtMs: number;
  /** Since when it tells of more than is wished. */
  wideSinceMs: number | null;
  close: () => void;
}

/**
 * Keeps one connection to the stream in line with what is wished, and makes it anew when it is lost,
 * by its own backoff. A changed wish is met before the old connection is let go, so that nobody's
 * price stands still meanwhile; both tell the same events, which count once by their position.
 */
export class LiveUplink {
  readonly #deps: UplinkDeps;
  readonly #handlers: UplinkHandlers;
  #held: Link | null = null;
  #trying: Link | null = null;
  #failures = 0;
  #cancelTimer: (() => void) | null = null;
  /** After a failure nothing but the network's return makes the next try come sooner. */
  #isWaiting = false;
  /** Before this the server wants no further try, whatever happens. */
  #refusedUntilMs = 0;

  constructor(deps: UplinkDeps, handlers: UplinkHandlers) {
    this.#deps = deps;
    this.#handlers = handlers;
  }

  /** Brings the connection in line with the wish, in so many milliseconds. */
  settle(delayMs = 0): void {
    if (!this.#isWaiting) this.#attemptIn(delayMs);
  }

  /** Makes the connection anew though the wish is the same: somebody else is signed in. */
  renew(): void {
    if (this.#held) this.#held.isOld = true;
    this.#abandonTrying();
    this.settle();
  }

  /** The connection tells nothing of this auction: whoever wishes it again needs another one. */
  forget(id: string): void {
    this.#held?.ids.delete(id);
  }

  /** Takes the connection for dead and tries at once. */
  drop(agoMs: number): void {
    this.#lose(agoMs);
    this.#failures = 0;
    this.#attemptIn(0);
  }

  /** There is a network, or another one: a connection that was heard from lately goes on. */
  online(): void {
    const heardAtMs = this.#held?.heardAtMs ?? -Infinity;
    if (this.#deps.wallMs() - heardAtMs < SILENT_MAX_MS) return;
    if (this.#held) this.#lose(SILENT_MAX_MS);
    if (!this.#trying) this.#waitFor(this.#deps.random() * ONLINE_SPREAD_MS);
  }

  /** There is no network: what is shown is not live from now on. */
  offline(): void {
    this.#lose(0);
    this.#waitFor(this.#backoffMs());
  }

  /** Lets go of everything. */
  close(): void {
    this.#cancelTimer?.();
    this.#isWaiting = false;
    this.#abandonTrying();
    this.#held?.close();
    this.#held = null;
  }

  #attempt(): void {
    const wish = this.#handlers.wish();
    if (!wish) {
      const wasBusy = this.#held !== null || this.#trying !== null;
      this.close();
      if (wasBusy) this.#handlers.onIdle();
    } else if (this.#suffices(wish)) {
      this.#abandonTrying();
    } else if (!this.#trying || !tellsOf(this.#trying, wish)) {
      this.#abandonTrying();
      this.#trying = this.#dial(wish);
    }
  }

  /** Whether the held connection meets the wish: what it tells beyond that does no harm for a while. */
  #suffices(wish: Wish): boolean {
    const held = this.#held;
    if (!held || held.isOld || !tellsOf(held, wish)) return false;
    const nowMs = this.#deps.wallMs();
    held.wideSinceMs = held.ids.size > wish.ids.length ? (held.wideSinceMs ?? nowMs) : null;
    return held.wideSinceMs === null || nowMs - held.wideSinceMs < WIDE_MAX_MS;
  }

  #dial({ ids, url }: Wish): Link {
    let openedFor = (): boolean => false;
    let cancelWatch = this.#deps.after(OPEN_WITHIN_MS, () => failed());
    const watch = (): void => {
      link.heardAtMs = this.#deps.wallMs();
      cancelWatch();
      cancelWatch = this.#deps.after(SILENT_MAX_MS, () => {
        if (this.#held === link) this.drop(SILENT_MAX_MS);
      });
    };
    const close = this.#deps.open(url, {
      onOpen: () => {
        openedFor = this.#stopwatch(GOOD_AFTER_MS);
        watch();
        this.#adopt(link);
      },
      onSign: () => {
        watch();
        if (this.#held === link) this.#handlers.onSign();
      },
      onEvent: (type, text) => this.#handlers.onEvent(type, text),
      onEnd: (end) => {
        cancelWatch();
        this.#ended(link, end, openedFor());
        if (end.isRefused) this.#handlers.onRefused(ids);
      },
    });
    const link: Link = {
      ...{ ids: new Set(ids), isOld: false, heardAtMs: -Infinity, wideSinceMs: null },
      close: () => {
        cancelWatch();
        close();
      },
    };
    const failed = (): void => {
      link.close();
      this.#ended(link, { retryAfterMs: null, hintMs: null }, false);
    };
    return link;
  }

  #adopt(link: Link): void {
    this.#held?.close();
    this.#held = link;
    this.#trying = null;
    this.#handlers.onOpened([...link.ids]);
  }

  #ended(link: Link, { retryAfterMs, hintMs }: StreamEnd, wasGood: boolean): void {
    if (this.#trying === link) this.#trying = null;
    // Also a first try that failed: without a connection nothing is known to be right.
    if (this.#held === link || !this.#held) this.#lose(0);
    this.#refusedUntilMs = this.#deps.wallMs() + (retryAfterMs ?? 0);
    if (wasGood) this.#failures = 0;
    const backoffMs = this.#backoffMs();
    // What the server asks for is spread by the server; a stream that failed has only our own spread.
    if (wasGood && hintMs !== null) this.#waitFor(hintMs);
    else this.#waitFor(Math.max(backoffMs, retryAfterMs ?? 0, hintMs ?? 0));
  }

  #waitFor(delayMs: number): void {
    this.#attemptIn(delayMs);
    this.#isWaiting = true;
  }

  #attemptIn(delayMs: number): void {
    this.#cancelTimer?.();
    this.#isWaiting = false;
    const leastMs = this.#refusedUntilMs - this.#deps.wallMs();
    this.#cancelTimer = this.#deps.after(Math.max(delayMs, leastMs), () => {
      this.#isWaiting = false;
      this.#attempt();
    });
  }

  #lose(agoMs: number): void {
    this.#held?.close();
    this.#held = null;
    this.#abandonTrying();
    this.#handlers.onLost(agoMs);
  }

  #abandonTrying(): void {
    this.#trying?.close();
    this.#trying = null;
  }

  #backoffMs(): number {
    const ceilingMs = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, FAILURES_COUNTED_MAX);
    return ceilingMs / 2 + (this.#deps.random() * ceilingMs) / 2;
  }

  /** Answers whether so many milliseconds have passed. */
  #stopwatch(ms: number): () => boolean {
    let isOver = false;
    this.#deps.after(ms, () => {
      isOver = true;
    });
    return () => isOver;
  }
}

function tellsOf({ ids }: Link, wish: Wish): boolean {
  return wish.ids.every((id) => ids.has(id));
}
