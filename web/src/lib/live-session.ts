import type { After } from './surroundings.ts';

/** So that the next connection stands before the last one's events end. */
const EARLY_MS = 5000;
/** A renewal that did not help is not repeated at once. */
const PAUSE_MS = 60_000;
/** While the renewal cannot be had it is tried again, ever less often. */
const TRY_AGAIN_FIRST_MS = 30_000;
const TRY_AGAIN_MAX_MS = 5 * 60_000;

export interface LiveSessionDeps {
  after: After;
  wallMs: () => number;
  serverNowMs: () => number | null;
  /** Whether somebody is signed in, as far as the browser remembers. */
  isSignedIn: () => boolean;
  /** Renews the sign-in unless that happened since; false when it has ended. Throws without an answer. */
  renewSince: (sinceMs: number) => Promise<boolean>;
  /** Connects anew with the renewed sign-in. */
  reconnect: () => void;
}

/** Keeps the leader's connection signed in: renews the sign-in when the stream's is about to end, or ended. */
export class LiveSession {
  readonly #deps: LiveSessionDeps;
  #toldAtMs = 0;
  /** Not to be renewed before that. */
  #restsUntilMs = -Infinity;
  #failures = 0;
  /** Counts what was told: an answer that comes after the next word decides nothing. */
  #turn = 0;
  #cancel: (() => void) | null = null;

  constructor(deps: LiveSessionDeps) {
    this.#deps = deps;
  }

  /** The stream says until when it tells of the signed-in person; null: not, or no more. */
  told(untilMs: number | null): void {
    const { after, wallMs, serverNowMs, isSignedIn } = this.#deps;
    this.stop();
    this.#toldAtMs = wallMs();
    const nowMs = serverNowMs();
    if (untilMs !== null && nowMs !== null) {
      this.#cancel = after(Math.max(0, untilMs - nowMs - EARLY_MS), () => void this.#renew());
    } else if (untilMs === null && isSignedIn()) {
      this.#renewLater();
    }
  }

  /** This tab leads no more. */
  stop(): void {
    this.#turn += 1;
    this.#cancel?.();
    this.#cancel = null;
  }

  #renewLater(): void {
    const waitMs = Math.max(0, this.#restsUntilMs - this.#deps.wallMs());
    this.#cancel = this.#deps.after(waitMs, () => void this.#renew());
  }

  async #renew(): Promise<void> {
    const turn = this.#turn;
    if (await this.#isRenewed()) {
      this.#failures = 0;
      this.#restsUntilMs = this.#deps.wallMs() + PAUSE_MS;
      this.#deps.reconnect();
    } else if (turn === this.#turn && this.#deps.isSignedIn()) {
      // No answer, or a refusal for now, is no verdict on the sign-in.
      const pauseMs = Math.min(TRY_AGAIN_MAX_MS, TRY_AGAIN_FIRST_MS * 2 ** this.#failures);
      this.#failures += 1;
      this.#restsUntilMs = this.#deps.wallMs() + pauseMs;
      this.#renewLater();
    }
  }

  async #isRenewed(): Promise<boolean> {
    try {
      return await this.#deps.renewSince(this.#toldAtMs);
    } catch {
      return false;
    }
  }
}
