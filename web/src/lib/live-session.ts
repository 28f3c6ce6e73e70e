import type { After } from './surroundings.ts';

/** So that the next connection stands before the last one's events end. */
const EARLY_MS = 5000;
/** A renewal that did not help is not repeated at once. */
const PAUSE_MS = 60_000;
const TRY_AGAIN_MS = 30_000;

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
  #renewedAtMs = -Infinity;
  #cancel: (() => void) | null = null;

  constructor(deps: LiveSessionDeps) {
    this.#deps = deps;
  }

  /** The stream says until when it tells of the signed-in person; null: not, or no more. */
  told(untilMs: number | null): void {
    const { after, wallMs, serverNowMs, isSignedIn } = this.#deps;
    this.#cancel?.();
    this.#toldAtMs = wallMs();
    const nowMs = serverNowMs();
    if (untilMs !== null && nowMs !== null) {
      this.#cancel = after(Math.max(0, untilMs - nowMs - EARLY_MS), () => void this.#renew());
    } else if (untilMs === null && isSignedIn()) {
      const waitMs = Math.max(0, this.#renewedAtMs + PAUSE_MS - wallMs());
      this.#cancel = after(waitMs, () => void this.#renew());
    }
  }

  /** This tab leads no more. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  async #renew(): Promise<void> {
    try {
      const isRenewed = await this.#deps.renewSince(this.#toldAtMs);
      this.#renewedAtMs = this.#deps.wallMs();
      if (isRenewed) this.#deps.reconnect();
    } catch {
      // No answer is no verdict on the sign-in.
      this.#cancel = this.#deps.after(TRY_AGAIN_MS, () => void this.#renew());
    }
  }
}
